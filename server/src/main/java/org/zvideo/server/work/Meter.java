package org.zvideo.server.work;

import java.util.function.Consumer;
import org.zvideo.video.job.Work;
import org.zvideo.video.job.WorkProgress;
import org.zvideo.video.request.EnumNames;

/**
 * Counts the units of some work and the steps in them. Several frames may be in work and tell their steps in any order: the share
 * that is done counts the furthest, and never falls.
 */
final class Meter implements WorkProgress {
    private final String unit;
    private final Consumer<Live.Progress> told;
    private long total;
    private long done;
    private double share;
    private long firstStep;
    private long doneBefore;

    Meter(Work work, Consumer<Live.Progress> told) {
        this.unit = EnumNames.of(work);
        this.told = told;
    }

    @Override
    public synchronized void expect(long count) {
        total = count;
        tell(0, 0);
    }

    @Override
    public synchronized void step(int step, int steps) {
        if (firstStep == 0) {
            firstStep = System.nanoTime();
            doneBefore = done;
        }
        tell(step, steps);
    }

    @Override
    public synchronized void unitDone() {
        done++;
        tell(0, 0);
    }

    private void tell(int step, int steps) {
        double within = steps > 0 ? Math.min(1, step / (double) steps) : 0;
        if (total > 0) {
            share = Math.max(share, Math.min(1, (Math.min(done, total) + within) / total));
        }
        long counted = done - doneBefore;
        double seconds = (System.nanoTime() - firstStep) / 1e9;
        double perUnit = firstStep != 0 && counted > 0 ? seconds / counted : 0;
        double left = perUnit > 0 && total > 0 ? perUnit * total * (1 - share) : -1;
        told.accept(new Live.Progress(unit, done, total, step, steps, share, perUnit, left));
    }

    @Override
    public void close() {}
}
