package org.zvideo.video.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.zvideo.core.Preset;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.image.Mask;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.plan.Durations;
import org.zvideo.video.plan.Estimates;
import org.zvideo.video.plan.Planner;
import org.zvideo.video.plan.StyleCount;
import org.zvideo.video.request.Effort;
import org.zvideo.video.request.EnumNames;
import org.zvideo.video.request.MotionRequest;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.stage.Masks;

/** Chooses the preset that a request asked for, or the best one that finishes within its time. */
final class EffortChoice {
    /** Any mask that leaves something without style costs the same. */
    private static final Mask ANY_MASK = new Mask(2, 1, new float[] {0, 1}, 0);

    private EffortChoice() {}

    /** The options with which the model can be opened, before a preset is chosen for the time. */
    static StyleTransferOptions first(StyleTransferRequest request, Consumer<String> clipped) {
        return options(request, chosen(request), clipped);
    }

    /** The options with a preset. */
    static StyleTransferOptions options(StyleTransferRequest request, Preset preset, Consumer<String> clipped) {
        return request.method().resolved(preset, request.masks().sainScope(), clipped);
    }

    private static Preset chosen(StyleTransferRequest request) {
        return request.effort() instanceof Effort.Chosen chosen ? chosen.preset() : Preset.QUALITY;
    }

    /** The interval of frames that the model works on. */
    static int every(StyleTransferRequest request, Preset preset) {
        return request.effort() instanceof Effort.Chosen chosen
                ? chosen.every().orElse(preset.every())
                : preset.every();
    }

    /**
     * The preset that was asked for, or with a time limit the best that fits, or the one with which the job was started.
     *
     * @param started the job of which something is done already
     * @param frames  of the clip
     */
    static Preset preset(
            StyleTransferRequest request,
            StyleTransfer opened,
            RgbImage painting,
            Optional<JsonNode> started,
            long frames,
            JobListener listener) {
        if (!(request.effort() instanceof Effort.Within limit)) {
            return chosen(request);
        }
        if (started.isPresent()) {
            // One that does not exist is found to differ when the jobs are compared.
            String name = started.get().at("/settings/preset").asText();
            return Arrays.stream(Preset.values())
                    .filter(preset -> preset.name().equals(name))
                    .findFirst()
                    .orElse(Preset.QUALITY);
        }
        Estimates estimates = estimates(request, opened, painting, frames, listener);
        Preset best = estimates.within(limit.seconds());
        listener.note("preset " + EnumNames.of(best) + ": about "
                + Durations.clock(estimates.plan(best).seconds()));
        return best;
    }

    /** What each preset would cost for the source of a request, measured on its first frames. */
    static Estimates estimates(
            StyleTransferRequest request, StyleTransfer opened, RgbImage painting, long frames, JobListener listener) {
        try (WorkProgress progress = listener.starts(Work.MEASURING)) {
            Planner planner = new Planner(
                    opened,
                    (steps, coarse, inversion) -> request.method()
                            .resolved(steps, coarse, inversion, request.masks().sainScope(), warning -> {}),
                    new PlannedAppearance(request.method().appearance(), opened, painting),
                    painting,
                    StyleCount.of(request.schedule(), request.styles().size()),
                    request.masks().files().isEmpty() ? Masks.NONE : time -> List.of(ANY_MASK),
                    request.machine().schedule(),
                    request.machine().motion().map(MotionRequest::windows),
                    request.machine()::storage,
                    listener.observer(progress));
            if (request.ofPicture()) {
                RgbImage picture = StillImage.read("picture", request.source().file());
                return new Estimates(frames, planner.measure(List.of(picture)));
            }
            return Estimates.of(
                    planner,
                    new Estimates.VideoPart(
                            request.source().file(),
                            request.source().clip(),
                            request.source().reading(),
                            request.filters().preFilter(),
                            frames));
        }
    }
}
