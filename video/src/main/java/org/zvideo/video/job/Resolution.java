package org.zvideo.video.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.zvideo.core.Preset;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.edit.KeyValueStorage;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Placement;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.farm.ShotList;
import org.zvideo.video.request.EnumNames;
import org.zvideo.video.request.KernelPlans;
import org.zvideo.video.request.Machine;
import org.zvideo.video.request.ResolvedRequest;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.stage.Schedule;

/**
 * A request with everything decided that it left open, and the model that it was decided for. The threads of LibTorch are set
 * as it says.
 *
 * @param transfer the model, with the options of the request
 */
record Resolution(ResolvedRequest request, StyleTransfer transfer) {
    /**
     * Decides what a request leaves open.
     *
     * @param first   the options with which the model can be opened
     * @param info    of the video, as the model is given it
     * @param started identity of the job if it was started before, here or elsewhere: others than its kernels and its threads
     *                of a frame would give other bits
     * @param scratch folder for what does not fit into memory
     */
    static Resolution of(
            StyleTransferRequest request,
            StyleTransferOptions first,
            LoadedModel model,
            List<RgbImage> paintings,
            MediaInfo info,
            Optional<JsonNode> started,
            Path scratch,
            JobListener listener) {
        Machine machine = started.map(
                        job -> request.machine().withKernels(KernelPlans.read(job.at("/settings/kernels"))))
                .orElse(request.machine());
        machine.schedule().applied();
        Placement placement = machine.placement();
        StyleTransfer opened = model.with(machine, placement, first, listener);
        RequestCheck.shape(request.source().file(), opened, info.width(), info.height());
        Preset preset = EffortChoice.preset(request, opened, paintings.get(0), started, info.frames(), listener);
        StyleTransfer transfer = machine.withinMemory(
                opened.with(EffortChoice.options(request, preset, warning -> {})),
                info.width(),
                info.height(),
                paintings.size());
        MotionWindows.require(request, transfer, info, listener);
        if (transfer.options().memory().storage() == KeyValueStorage.DISK) {
            // only then, since prepared styles are kept for others with the same options
            transfer = transfer.with(
                    transfer.options().withMemory(transfer.options().memory().in(scratch)));
        }
        listener.detail(
                "keys and values: " + EnumNames.of(transfer.options().memory().storage()));
        Schedule schedule = machine.schedule(
                        transfer, info.width(), info.height(), paintings.size(), frameThreads(started))
                .applied();
        listener.detail(schedule.frames() + " frame(s) at a time, " + schedule.threads() + " thread(s) each");
        return new Resolution(
                new ResolvedRequest(
                        request, preset, EffortChoice.every(request, preset), transfer.options(), placement, schedule),
                transfer);
    }

    /**
     * What was decided when a job of shots was planned, here again.
     *
     * @param request of the job
     * @param decoded the video, as it is decoded
     */
    static Resolution ofPlanned(
            ShotList list,
            StyleTransferRequest request,
            LoadedModel model,
            List<RgbImage> paintings,
            MediaInfo decoded,
            Path scratch,
            JobListener listener) {
        return of(
                request,
                EffortChoice.first(request, warning -> {}),
                model,
                paintings,
                request.filters().reshaped(decoded),
                Optional.of(list.identity()),
                scratch,
                listener);
    }

    /** On how many threads the frames of a job were computed that was started before. */
    private static OptionalInt frameThreads(Optional<JsonNode> job) {
        int threads = job.map(kept -> kept.at("/settings/frameThreads").asInt()).orElse(0);
        return threads < 1 ? OptionalInt.empty() : OptionalInt.of(threads);
    }
}
