package org.zvideo.video.filter;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.javacv.Frame;
import org.zvideo.core.FrameCodec;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.QueuedFilter;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.TimedFrames;
import org.zvideo.video.flow.Transport;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.report.FrameMeasures;
import org.zvideo.video.shot.Cuts;
import org.zvideo.video.stage.FinishStage;
import org.zvideo.video.stage.ModelFrame;
import org.zvideo.video.stage.SharedMotion;
import org.zvideo.video.stage.ShotFrame;
import org.zvideo.video.stage.Stage;
import org.zvideo.video.stage.StyledFrame;
import org.zvideo.video.stage.TransportStage;

/**
 * Steadies a video that some program made of a source: carries the results, which are pushed, along the motion of the source,
 * whose frames are found by their times.
 */
public final class SteadyFilter extends QueuedFilter {
    private final Path source;
    private final ReadOptions reading;
    private final Cuts cuts;
    private final Stage<StyledFrame> stages;
    private TimedFrames frames;
    private long begin;
    private long number;
    private long shotStart;
    private RgbImage result;

    /**
     * @param reading what is accepted of the source
     * @param cuts    where its shots begin
     */
    public SteadyFilter(Path source, ReadOptions reading, Cuts cuts, Transport transport, boolean longRange) {
        this.source = source;
        this.reading = reading;
        this.cuts = cuts;
        this.stages = new FinishStage(
                new TransportStage(new Made(), transport, longRange, new SharedMotion()), new FrameCodec(1, 0));
    }

    /** Stands where a model would: the picture of a frame is the result that was pushed. */
    private final class Made implements Stage<ModelFrame> {
        @Override
        public void accept(ShotFrame frame, Consumer<ModelFrame> out) {
            ModelPicture picture = new ModelPicture(FloatImage.of(result), Optional.empty(), List.of());
            out.accept(new ModelFrame(frame, picture, FrameMeasures.NONE));
        }

        @Override
        public void end(Consumer<ModelFrame> out) {}

        @Override
        public void close() {}
    }

    @Override
    public void start() {
        stop();
        frames = new TimedFrames(source, Clip.WHOLE, reading, Optional.empty(), () -> {});
    }

    @Override
    public void push(Frame frame) {
        if (frame == null) {
            return;
        }
        begin = begin < 0 ? frame.timestamp : begin;
        frames.advanceTo((frame.timestamp - begin) / 1e6);
        result = RgbFrames.toImage(frame);
        double time = frames.timestamp() - frames.info().start();
        if (cuts.at(frames.index(), time, frames.current(), frames.upcoming())) {
            shotStart = number;
        }
        RgbImage beside = StillImage.resized(frames.current(), result.width(), result.height());
        ShotFrame next = new ShotFrame(number++, frame.timestamp, shotStart, beside);
        stages.accept(next, steady -> emit(RgbFrames.toFrame(steady.image(), frame.timestamp)));
    }

    @Override
    public void stop() {
        super.stop();
        stages.close();
        begin = -1;
        number = 0;
        shotStart = 0;
        if (frames != null) {
            frames.close();
            frames = null;
        }
    }
}
