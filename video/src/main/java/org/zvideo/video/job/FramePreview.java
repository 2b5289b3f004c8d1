package org.zvideo.video.job;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.zvideo.core.FrameCodec;
import org.zvideo.core.Painting;
import org.zvideo.core.StyleMix;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.TimedFrames;
import org.zvideo.video.filter.StyleMasks;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.plan.SamePicture;
import org.zvideo.video.request.Machine;
import org.zvideo.video.request.MethodRequest;
import org.zvideo.video.request.StyleSchedule;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.stage.ModelFrame;
import org.zvideo.video.stage.ModelStage;
import org.zvideo.video.stage.Schedule;
import org.zvideo.video.stage.SharedMotion;
import org.zvideo.video.stage.ShotFrame;
import org.zvideo.video.stage.Slot;
import org.zvideo.video.stage.Stage;
import org.zvideo.video.stage.StyleMixes;
import org.zvideo.video.stage.StyledFrame;

/**
 * What a request makes of one frame of its source, as the only frame of a shot. What comes after the model can be chosen
 * again and again without it.
 *
 * <p>Immutable, so that several threads may finish it, also while the model is at work on something else.
 *
 * @param source    the frame, as the filters before the model return it
 * @param made      what the model made of it
 * @param paintings the styles
 * @param mix       how far each of them is reached
 * @param following the filters that follow the model
 */
public record FramePreview(
        RgbImage source, ModelFrame made, List<Painting> paintings, StyleMix mix, FollowingFilters following) {
    private static final double MICROSECONDS = 1e6;

    public FramePreview {
        paintings = List.copyOf(paintings);
    }

    /** A frame and its place in the source, which has properties if it is a video. */
    private record Found(RgbImage image, long timestamp, Optional<MediaInfo> video) {}

    private static Found frame(StyleTransferRequest request, double at) {
        if (request.ofPicture()) {
            return new Found(StillImage.read("picture", request.source().file()), 0, Optional.empty());
        }
        try (TimedFrames frames = new TimedFrames(
                request.source().file(),
                Clip.of(at, 1L),
                request.source().reading(),
                request.filters().preFilter(),
                () -> {})) {
            return new Found(
                    frames.current(), Math.round(frames.timestamp() * MICROSECONDS), Optional.of(frames.info()));
        }
    }

    /**
     * Runs the model on a frame. It is made as the first frame of a run that starts there.
     *
     * @param model loaded if it is not, and kept for what follows
     * @param at    seconds from the first frame of the video; of a picture nothing
     * @throws org.zvideo.video.error.MediaException if the frame cannot be read, or the video ends before that time
     * @throws RuntimeException as running the request would throw
     */
    public static FramePreview of(LoadedModel model, StyleTransferRequest request, double at, JobListener listener) {
        RequestCheck.values(request);
        Found found = frame(request, at);
        RgbImage source = found.image();
        List<RgbImage> pictures = RequestFiles.paintings(request);
        StyleTransferOptions options = EffortChoice.first(request, listener::warning);
        try (StyleMasks masks = request.masks()
                        .open(request.styles().size(), request.source().reading());
                WorkProgress progress = listener.starts(Work.PICTURE)) {
            progress.expect(1);
            found.video().ifPresent(info -> masks.follow(info, found.timestamp() / MICROSECONDS - info.start()));
            masks.notes(source.width(), source.height()).forEach(listener::warning);
            Machine machine = request.machine();
            machine.inTurn().applied();
            StyleTransfer opened = model.with(machine, machine.placement(), options, listener);
            RequestCheck.shape(request.source().file(), opened, source.width(), source.height());
            StyleTransfer transfer = machine.withinMemory(opened, source.width(), source.height(), pictures.size());
            PreparedStyles styles = model.styles(transfer, pictures, request.lambdas(), listener);
            StyleSchedule schedule = StyleTimes.withoutCuts(request);
            StyleMixes mixes = found.video()
                    .map(info -> schedule.mixes(info.start(), pictures.size()))
                    .orElse(StyleMixes.FULL);
            ShotFrame frame = new ShotFrame(0, found.timestamp(), 0, source);
            List<ModelFrame> made = new ArrayList<>();
            try (ModelStage stage = new ModelStage(
                    transfer, styles, masks, mixes, shown -> listener.observer(progress), Schedule.inTurn())) {
                stage.make(EnumSet.allOf(Slot.class));
                stage.accept(frame, made::add);
                stage.end(made::add);
            }
            progress.unitDone();
            return new FramePreview(
                    source,
                    made.get(0),
                    styles.paintings(request.method().appearance().strokeSize()),
                    mixes.at(found.timestamp()),
                    new FollowingFilters(
                            request.filters(), found.video().map(request.filters()::reshaped), found.timestamp()));
        }
    }

    /** The frame with what this method does after the model; its stroke size is that of the request. */
    public RgbImage finished(MethodRequest method) {
        List<RgbImage> results = new ArrayList<>();
        try (Stage<StyledFrame> stages = new Appearance(
                        method.appearance(),
                        new FrameCodec(method.strength(), method.contentColors()),
                        scale -> paintings,
                        FilmPalette.NONE,
                        StyleMixes.always(mix))
                .around(new SamePicture(made), new SharedMotion(), new Needs())) {
            stages.accept(made.source(), result -> results.add(result.image()));
            stages.end(result -> results.add(result.image()));
        }
        return following.of(results.get(0));
    }
}
