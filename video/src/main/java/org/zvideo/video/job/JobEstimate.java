package org.zvideo.video.job;

import org.zvideo.core.StyleTransfer;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.SourceScan;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.plan.Estimates;
import org.zvideo.video.request.Machine;
import org.zvideo.video.request.StyleTransferRequest;

/** What a request would cost with each preset, before it is run. */
public final class JobEstimate {
    private JobEstimate() {}

    /**
     * Counts the frames of the source and times the first of them.
     *
     * @param model loaded if it is not, and kept for what follows; the estimates can be asked only while it is open
     * @throws RuntimeException as running the request would throw
     */
    public static Estimates of(StyleTransferRequest request, LoadedModel model, JobListener listener) {
        RequestCheck.names(request, request.ofPicture());
        RequestCheck.values(request);
        RgbImage painting = StillImage.readStyle(request.styles().get(0).file());
        long frames = request.ofPicture()
                ? 1
                : SourceScan.of(
                                request.source().file(),
                                request.source().clip(),
                                request.source().reading(),
                                "",
                                listener::checkpoint)
                        .info()
                        .frames();
        Machine machine = request.machine();
        machine.schedule().applied();
        StyleTransfer opened =
                model.with(machine, machine.placement(), EffortChoice.first(request, warning -> {}), listener);
        return EffortChoice.estimates(request, opened, painting, frames, listener);
    }
}
