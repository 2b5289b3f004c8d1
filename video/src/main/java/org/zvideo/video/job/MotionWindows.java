package org.zvideo.video.job;

import java.util.Optional;
import org.zvideo.core.MotionTransfer;
import org.zvideo.core.StyleTransfer;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.report.WindowBorders;
import org.zvideo.video.request.MotionRequest;
import org.zvideo.video.request.StyleTransferRequest;

/** The windows of frames of a request that a motion module ties together. */
final class MotionWindows {
    private MotionWindows() {}

    /** What stylizes frames in windows, if a motion module is to tie them together. */
    static Optional<MotionTransfer> of(StyleTransferRequest request, StyleTransfer transfer) {
        return request.machine().motion().map(motion -> transfer.motion(motion.windows()));
    }

    /** Fails if a window needs more memory than there is, and says how the module normalizes where nobody asked for it. */
    static void require(StyleTransferRequest request, StyleTransfer transfer, MediaInfo info, JobListener listener) {
        of(request, transfer).ifPresent(module -> {
            module.requireMemory(
                    info.width(), info.height(), request.machine().memory().orElse(Long.MAX_VALUE));
            MotionRequest asked = request.machine().motion().orElseThrow();
            if (asked.norm().isEmpty()) {
                listener.note("motion module " + asked.file() + ": normalizes over "
                        + switch (module.norm()) {
                            case FRAME -> "each frame, as AnimateDiff's own code does";
                            case CLIP -> "all frames of a window, as diffusers does";
                        });
            }
        });
    }

    /**
     * Measures where windows begin in the result, if it is measured at all.
     *
     * @param every K: the model works on every K-th frame of a shot
     */
    static Optional<WindowBorders> borders(StyleTransferRequest request, int every) {
        return request.target()
                .measuredFlow()
                .flatMap(flow -> request.machine().motion())
                .map(MotionRequest::windows)
                .map(size -> new WindowBorders(every * (size.length() - size.overlap())));
    }
}
