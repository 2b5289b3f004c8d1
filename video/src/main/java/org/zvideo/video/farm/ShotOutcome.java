package org.zvideo.video.farm;

import java.util.List;
import org.zvideo.core.error.ErrorKind;

/** What became of a shot, as data: an input that is damaged is a result, and trying again does not help. */
public sealed interface ShotOutcome {
    /** Number of the shot in the film, from 0. */
    int shot();

    /**
     * It is done.
     *
     * @param version       of this form
     * @param job           {@link JobFolder#id} of its job
     * @param machine       name of the processor that computed it
     * @param cpuLevel      as in {@link ShotList}
     * @param resumedFrames number of frames that an attempt before this one had computed
     * @param frames        SHA-256 of the file with its {@link FrameRecord}s
     * @param worst         the pairs of frames with the largest warped errors, the worst first
     */
    record Done(
            int version,
            String job,
            int shot,
            String machine,
            String cpuLevel,
            long resumedFrames,
            String frames,
            List<WorstPair> worst)
            implements ShotOutcome {
        static final int VERSION = 1;

        public Done {
            worst = List.copyOf(worst);
        }
    }

    /**
     * A pair of frames whose pictures are kept.
     *
     * @param frame  number of the second one in the video
     * @param sha256 of the file with its pictures
     */
    record WorstPair(long frame, double error, String sha256) {}

    /**
     * It could not be done.
     *
     * @param kind    of the error
     * @param message in one line
     */
    record Failed(int shot, ErrorKind kind, String message) implements ShotOutcome {}
}
