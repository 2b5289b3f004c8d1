package org.zvideo.server.work;

import java.nio.file.Path;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.job.JobListener;
import org.zvideo.video.job.Work;
import org.zvideo.video.job.WorkProgress;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.FrameStatistics;

/**
 * The one listener that all work of the engine has. Prepared styles hold on to the listener they were made with, and may be
 * used by a later job: what they say belongs to the work at hand then.
 */
final class Delegate implements JobListener {
    private volatile JobListener current = JobListener.SILENT;

    /** Passes everything on to this listener from now on. */
    void set(JobListener listener) {
        current = listener;
    }

    @Override
    public void note(String message) {
        current.note(message);
    }

    @Override
    public void detail(String message) {
        current.detail(message);
    }

    @Override
    public void warning(String message) {
        current.warning(message);
    }

    @Override
    public WorkProgress starts(Work work) {
        return current.starts(work);
    }

    @Override
    public void frame(FrameStatistics statistics) {
        current.frame(statistics);
    }

    @Override
    public void shown(long number, RgbImage result) {
        current.shown(number, result);
    }

    @Override
    public void wrote(Path file) {
        current.wrote(file);
    }

    @Override
    public void measured(ConsistencyReport report) {
        current.measured(report);
    }

    @Override
    public void interrupted(int frames) {
        current.interrupted(frames);
    }

    @Override
    public boolean mayReplace(Path file) {
        return current.mayReplace(file);
    }

    @Override
    public void checkpoint() {
        current.checkpoint();
    }
}
