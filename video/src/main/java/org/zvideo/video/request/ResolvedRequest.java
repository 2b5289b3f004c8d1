package org.zvideo.video.request;

import java.util.OptionalInt;
import org.zvideo.core.Preset;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.torch.Placement;
import org.zvideo.video.stage.Schedule;

/**
 * A request with everything decided that it left open. Only this is hashed, reported and sent to other machines.
 *
 * @param request   as it was asked
 * @param preset    the one that was chosen, by the request or for its time limit
 * @param every     the interval of frames that the model works on
 * @param options   with which the model runs
 * @param placement of the model
 * @param schedule  of the frames
 */
public record ResolvedRequest(
        StyleTransferRequest request,
        Preset preset,
        int every,
        StyleTransferOptions options,
        Placement placement,
        Schedule schedule) {
    /** The same as a request in which nothing is left open: it gives the same bits on a machine of the same kind. */
    public StyleTransferRequest closed() {
        MethodRequest method = MethodRequest.of(
                options,
                request.method().ties().temporal(),
                request.method().ties().flow(),
                request.method().appearance());
        return request.withMethod(method)
                .withMasks(request.masks()
                        .withSainScope(options.method().edit().sain().scope()))
                .withEffort(new Effort.Chosen(preset, OptionalInt.of(every)))
                .withMachine(request.machine()
                        .resolved(placement, schedule.frames() * schedule.threads(), options.memory()));
    }
}
