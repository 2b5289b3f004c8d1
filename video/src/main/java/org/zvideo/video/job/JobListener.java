package org.zvideo.video.job;

import java.nio.file.Path;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.FrameStatistics;
import org.zvideo.video.request.Overwrite;

/** Is told everything that a job has to say, and asked what only its owner can decide. Every method may be left out. */
public interface JobListener {
    /** Says nothing, replaces nothing and never stops. */
    JobListener SILENT = new JobListener() {};

    /** Something worth knowing of a run that may take hours. */
    default void note(String message) {}

    /** Something that helps to understand what the job does. */
    default void detail(String message) {}

    /** Something about the input or the result that its owner may not expect. */
    default void warning(String message) {}

    /** Work of some kind starts. */
    default WorkProgress starts(Work work) {
        return WorkProgress.NONE;
    }

    /** A frame of the result is finished and measured. */
    default void frame(FrameStatistics statistics) {}

    /**
     * The same frame to be looked at, before it is encoded.
     *
     * @param number from 0 on
     * @param result in the result's size; not to be changed
     */
    default void shown(long number, RgbImage result) {}

    /** A file of the result has its name. */
    default void wrote(Path file) {}

    /** The result of a video is measured. */
    default void measured(ConsistencyReport report) {}

    /** The page of what was measured has its name. */
    default void reported(Path page) {}

    /**
     * The job ends before its result is complete, and its work folder keeps what is done: the same job would resume there.
     *
     * @param frames that are stored, at least 1
     */
    default void interrupted(int frames) {}

    /** Whether a file of the user's may be replaced; asked only with {@link Overwrite#ASK}. */
    default boolean mayReplace(Path file) {
        return false;
    }

    /**
     * Called often: after every run of the U-Net, and for every frame that is read, written or compared. An exception
     * thrown here stops the job, which keeps the frames that are done.
     */
    default void checkpoint() {}

    /** An observer of frames that tells this listener and some work's progress, and looks for a reason to stop. */
    default FrameObserver observer(WorkProgress progress) {
        return new FrameObserver() {
            @Override
            public void progress(int done, int total) {
                checkpoint();
                progress.step(done, total);
            }

            @Override
            public void noted(String what) {
                warning(what);
            }

            @Override
            public void retried(String why) {
                warning(why);
            }
        };
    }
}
