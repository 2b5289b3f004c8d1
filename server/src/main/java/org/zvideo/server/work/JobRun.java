package org.zvideo.server.work;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.job.JobListener;
import org.zvideo.video.job.Work;
import org.zvideo.video.job.WorkProgress;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.FrameStatistics;

/**
 * Watches one run of a job. It lets go where its owner wants that, and where a preview waits: at the earliest after a frame, and
 * after twice the time that a run takes until it computes, so that previews never take more than they give back.
 */
final class JobRun implements JobListener {
    private static final long TELL_NANOS = 200_000_000L;
    private static final double SETUP_FACTOR = 2;

    private final Live live;
    private final Texts texts;
    private final BooleanSupplier stopped;
    private final BooleanSupplier wanted;
    private final Told told;
    private long started;
    private volatile long firstFrame;
    private volatile long kept;
    private volatile long total;
    private volatile boolean frameDone;
    private volatile boolean steps;
    private volatile long lastTold;
    private String summary = "";

    /** Is told of the run. */
    interface Told {
        /** Something shows; at most five times a second. */
        void progressed();

        /** The first frame of this run is finished. */
        void frameDone();
    }

    /**
     * @param stopped whether the owner wants the run to end
     * @param wanted  whether something short waits for the engine
     */
    JobRun(Live live, Texts texts, BooleanSupplier stopped, BooleanSupplier wanted, Told told) {
        this.live = live;
        this.texts = texts;
        this.stopped = stopped;
        this.wanted = wanted;
        this.told = told;
    }

    /** A run begins, or continues after something short. */
    void begins() {
        started = System.nanoTime();
        firstFrame = 0;
        frameDone = false;
        steps = false;
    }

    /** Frames that were kept when the run let go. */
    long kept() {
        return kept;
    }

    /** Frames of the whole; 0 if the run did not get to know. */
    long total() {
        return total;
    }

    /** The numbers of the result. */
    String summary() {
        return summary;
    }

    @Override
    public void checkpoint() {
        if (stopped.getAsBoolean()) {
            throw new LetGo(false);
        }
        if (frameDone && wanted.getAsBoolean()) {
            long setup = firstFrame - started;
            if (System.nanoTime() - started >= SETUP_FACTOR * setup) {
                throw new LetGo(true);
            }
        }
    }

    @Override
    public WorkProgress starts(Work work) {
        return new Meter(work, progress -> {
            if (work == Work.FRAME) {
                total = Math.max(total, progress.total());
                kept = Math.max(kept, progress.done());
            }
            steps |= work == Work.FRAME && progress.step() > 0;
            live.progress(progress);
            tell();
        });
    }

    private void tell() {
        long now = System.nanoTime();
        if (now - lastTold >= TELL_NANOS) {
            lastTold = now;
            told.progressed();
        }
    }

    @Override
    public void frame(FrameStatistics statistics) {
        if (steps && !frameDone) { // one that was computed now, not read from an earlier run
            firstFrame = System.nanoTime();
            frameDone = true;
            told.frameDone();
        }
    }

    @Override
    public void shown(long number, RgbImage result) {
        live.shown(result);
    }

    @Override
    public void interrupted(int frames) {
        kept = frames;
    }

    @Override
    public void measured(ConsistencyReport report) {
        summary = texts.summary(report);
    }

    @Override
    public void wrote(Path file) {
        live.line("wrote " + file.getFileName());
    }

    @Override
    public void note(String message) {
        live.line(message);
    }

    @Override
    public void detail(String message) {
        live.line(message);
    }

    @Override
    public void warning(String message) {
        live.line("warning: " + message);
    }
}
