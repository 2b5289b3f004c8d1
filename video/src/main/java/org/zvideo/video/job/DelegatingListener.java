package org.zvideo.video.job;

import java.nio.file.Path;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.FrameStatistics;

/** Tells another listener everything. */
public abstract class DelegatingListener implements JobListener {
    /** The listener that is told, asked for each time. */
    protected abstract JobListener told();

    @Override
    public void note(String message) {
        told().note(message);
    }

    @Override
    public void detail(String message) {
        told().detail(message);
    }

    @Override
    public void warning(String message) {
        told().warning(message);
    }

    @Override
    public WorkProgress starts(Work work) {
        return told().starts(work);
    }

    @Override
    public void frame(FrameStatistics statistics) {
        told().frame(statistics);
    }

    @Override
    public void shown(long number, RgbImage result) {
        told().shown(number, result);
    }

    @Override
    public void wrote(Path file) {
        told().wrote(file);
    }

    @Override
    public void measured(ConsistencyReport report) {
        told().measured(report);
    }

    @Override
    public void reported(Path page) {
        told().reported(page);
    }

    @Override
    public void interrupted(int frames) {
        told().interrupted(frames);
    }

    @Override
    public boolean mayReplace(Path file) {
        return told().mayReplace(file);
    }

    @Override
    public void checkpoint() {
        told().checkpoint();
    }
}
