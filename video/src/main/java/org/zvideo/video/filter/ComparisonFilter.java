package org.zvideo.video.filter;

import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacv.Frame;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.ChangesShape;
import org.zvideo.video.Clip;
import org.zvideo.video.GraphFilter;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.QueuedFilter;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.TimedFrames;
import org.zvideo.video.picture.StillImage;

/** Puts the frames of a result, which are pushed, and those of its source, by their times, into one picture. */
public final class ComparisonFilter extends QueuedFilter implements ChangesShape {
    /** In which time the edge goes to and fro; a shorter clip has it once. */
    private static final double WIPE_SECONDS = 4;

    private static final int MIDDLE = 128;

    private final Path source;
    private final ReadOptions reading;
    private final double from;
    private final Optional<GraphFilter> before;
    private final Layout layout;
    private TimedFrames frames;
    private long begin;
    private double wipeSeconds = WIPE_SECONDS;

    /** How. */
    public enum Layout {
        /** Source left, result right. */
        SIDE,
        /** Source left of an edge that wanders to and fro, result right of it. */
        WIPE,
        /** Half their difference, around gray. */
        DIFF
    }

    /**
     * @param from   where in the source the result begins, in seconds
     * @param before what the frames of the source go through first
     */
    public ComparisonFilter(
            Path source, ReadOptions reading, double from, Optional<GraphFilter> before, Layout layout) {
        this.before = before;
        this.source = source;
        this.reading = reading;
        this.from = from;
        this.layout = layout;
    }

    @Override
    public MediaInfo reshape(MediaInfo input) {
        wipeSeconds = input.seconds() > 0 ? Math.min(WIPE_SECONDS, input.seconds()) : WIPE_SECONDS;
        return layout == Layout.SIDE ? input.withSize(2 * input.width(), input.height()) : input;
    }

    @Override
    public void start() {
        stop();
        frames = new TimedFrames(source, Clip.from(from), reading, before, () -> {});
    }

    @Override
    public void push(Frame frame) {
        if (frame == null) {
            return;
        }
        begin = begin < 0 ? frame.timestamp : begin;
        double time = (frame.timestamp - begin) / 1e6;
        frames.advanceTo(time);
        RgbImage result = RgbFrames.toImage(frame);
        RgbImage beside = StillImage.resized(frames.current(), result.width(), result.height());
        emit(RgbFrames.toFrame(composed(beside, result, time), frame.timestamp));
    }

    private RgbImage composed(RgbImage left, RgbImage right, double time) {
        int width = right.width();
        RgbImage both = new RgbImage(layout == Layout.SIDE ? 2 * width : width, right.height());
        int edge = layout == Layout.SIDE
                ? width
                : (int) (width * (0.5 - 0.5 * Math.cos(2 * Math.PI * time / wipeSeconds)));
        for (int y = 0; y < right.height(); y++) {
            for (int x = 0; x < both.width(); x++) {
                for (int c = 0; c < 3; c++) {
                    both.pixels()[3 * (y * both.width() + x) + c] = switch (layout) {
                        case SIDE ->
                            x < edge
                                    ? left.pixels()[3 * (y * width + x) + c]
                                    : right.pixels()[3 * (y * width + x - edge) + c];
                        case WIPE ->
                            x == edge ? (byte) -1 : (x < edge ? left : right).pixels()[3 * (y * width + x) + c];
                        case DIFF -> (byte) (MIDDLE + (right.at(x, y, c) - left.at(x, y, c)) / 2);
                    };
                }
            }
        }
        return both;
    }

    @Override
    public void stop() {
        super.stop();
        begin = -1;
        if (frames != null) {
            frames.close();
            frames = null;
        }
    }
}
