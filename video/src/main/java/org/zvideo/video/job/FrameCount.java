package org.zvideo.video.job;

import org.bytedeco.javacv.Frame;
import org.zvideo.video.FramePipeline;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.report.Comparison;

/** Tells a progress each frame that is written or compared, and looks each time for a reason to stop. */
record FrameCount(WorkProgress progress, JobListener listener) implements FramePipeline.Listener, Comparison.Listener {
    @Override
    public void opened(MediaInfo info) {
        progress.expect(info.frames());
    }

    @Override
    public void frame(Frame source, Frame result, double time, double seconds) {
        compared();
    }

    @Override
    public void checkpoint() {
        listener.checkpoint();
    }

    @Override
    public void compared() {
        checkpoint();
        progress.step(1, 1);
        progress.unitDone();
    }
}
