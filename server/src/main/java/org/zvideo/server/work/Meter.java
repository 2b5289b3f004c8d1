package org.zvideo.server.work;

import java.util.function.Consumer;
import org.zvideo.video.job.Work;
import org.zvideo.video.job.WorkMeter;
import org.zvideo.video.job.WorkProgress;
import org.zvideo.video.request.EnumNames;

/** Counts the units of some work and the steps in them, and tells what a page shows of it. */
final class Meter implements WorkProgress {
    private final String unit;
    private final Consumer<Live.Progress> told;
    private final WorkMeter meter = new WorkMeter();

    Meter(Work work, Consumer<Live.Progress> told) {
        this.unit = EnumNames.of(work);
        this.told = told;
    }

    @Override
    public synchronized void expect(long count) {
        meter.expect(count);
        tell(0, 0);
    }

    @Override
    public synchronized void every(int interval) {
        meter.interval(interval);
    }

    @Override
    public synchronized void step(int step, int steps) {
        meter.run(steps, System.nanoTime());
        tell(step, steps);
    }

    @Override
    public synchronized void unitDone() {
        meter.unitDone();
        tell(0, 0);
    }

    private void tell(int step, int steps) {
        long now = System.nanoTime();
        told.accept(new Live.Progress(
                unit,
                meter.units(),
                meter.total(),
                step,
                steps,
                meter.share().orElse(0),
                meter.secondsPerUnit(now).orElse(0),
                meter.secondsLeft(now).orElse(-1)));
    }

    @Override
    public void close() {}
}
