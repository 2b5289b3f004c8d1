package org.zvideo.video.report;

import java.util.Optional;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.flow.FlowWarp;
import org.zvideo.video.flow.OpticalFlow;

/**
 * Measures pairs of source and result as they pass, and adds up nothing: what it says of a frame depends on the frames of its
 * shot alone, and on the frame's number in the video. It remembers the last frame of each and the last tenth one outside the
 * Java heap, however long the video is, so its heap use does not grow with the size of the frames.
 */
public final class FrameMeter implements AutoCloseable {
    private static final int LONG_GAP = 10;
    /** The first frame of a shot that may show a ghost: the frame before it must have been tied to another. */
    private static final int FIRST_GHOST = 2;

    /** The frame before; null at the beginning of a shot. */
    private PastPair before;
    /** The newest of the frames 0, 10, 20, … of the shot; null before the first. It may be the frame before. */
    private PastPair tenth;

    private final Measuring measuring;
    private final SourceMotion motion;
    private final Optional<BlurredSource> blurred;
    private final StyleMeter style;
    private final ContentMeter content;
    private final FramePair.Listener pairs;
    private long frame;
    private long inShot;

    /**
     * @param pairs     receives each frame that has one before it
     * @param copies    whether copies of the source are measured as well
     * @param measuring by what the result is measured
     * @param first     number of the first frame that comes
     */
    FrameMeter(FramePair.Listener pairs, boolean copies, Measuring measuring, long first) {
        this.pairs = pairs;
        this.blurred = copies ? Optional.of(new BlurredSource()) : Optional.empty();
        this.measuring = measuring;
        this.motion = new SourceMotion(measuring.motions());
        this.style = new StyleMeter(measuring.styles(), first);
        this.content = new ContentMeter(measuring.content());
        this.frame = first;
    }

    /**
     * A meter of one shot of a video, for a report.
     *
     * @param pairs     receives each frame that has one before it
     * @param measuring by what the result is measured
     * @param first     number of the shot's first frame in the video
     */
    public static FrameMeter ofShot(FramePair.Listener pairs, Measuring measuring, long first) {
        return new FrameMeter(pairs, true, measuring, first);
    }

    /** Starts a new shot with the next frame: its difference from the frame before says nothing about consistency. */
    void cut() {
        forget();
        blurred.ifPresent(BlurredSource::cut);
    }

    /** Measures the next frame. Source and result have the same size. */
    public MeasuredFrame measured(RgbImage ofSource, RgbImage ofResult, double time) {
        return measured(ofSource, ofResult, Optional.empty(), time);
    }

    /** The same beside the frame of a reference. */
    MeasuredFrame measured(RgbImage ofSource, RgbImage ofResult, Optional<RgbImage> untied, double time) {
        PastPair now = new PastPair(frame, ofSource, ofResult);
        double sharpness = Sharpness.of(now.result());
        double sourceSharpness = Sharpness.ofGray(now.gray());
        blurred.ifPresent(copy -> copy.add(now.source(), sourceSharpness, sharpness));
        Compared compared = Compared.NOTHING;
        if (before != null) {
            try (FlowWarp warp = motion.between(now, before, measuring.flow().kind())) {
                compared = compare(now, before, warp, untied);
                if (compared.result.warpedError() != null) {
                    pairs.pair(new FramePair(
                            frame, time, compared.result.warpedError(), ofSource, before.result(), ofResult, warp));
                }
            }
        }
        boolean isTenth = inShot % LONG_GAP == 0;
        LongGap longGap = isTenth && tenth != null ? longGap(now) : LongGap.NONE;
        remember(now, isTenth);
        return new MeasuredFrame(
                new TrackFrame(sharpness, compared.result, longGap.result),
                new TrackFrame(sourceSharpness, compared.source, longGap.source),
                blurred(compared, longGap),
                compared.unwarped,
                compared.other,
                reference(compared, untied),
                style.measured(
                        frame++,
                        time,
                        ofSource,
                        ofResult,
                        () -> blurred.map(BlurredSource::frame).orElse(null)),
                content.measured(inShot++, ofSource, ofResult));
    }

    private MeasuredFrame.Blurred blurred(Compared compared, LongGap longGap) {
        return blurred.map(copy -> copy.measured(compared.blurred, longGap.blurred))
                .orElse(null);
    }

    private static MeasuredFrame.Reference reference(Compared compared, Optional<RgbImage> untied) {
        return untied.map(
                        picture -> new MeasuredFrame.Reference(Sharpness.of(picture), compared.looked, compared.ghost))
                .orElse(null);
    }

    /** A frame beside the one before it; null where there is none, or nothing to measure on it. */
    private record Compared(
            TrackFrame.Pair result,
            TrackFrame.Pair source,
            TrackFrame.Pair blurred,
            Double unwarped,
            Double other,
            boolean looked,
            Double ghost) {
        private static final Compared NOTHING = new Compared(null, null, null, null, null, false, null);
    }

    private Compared compare(PastPair now, PastPair before, FlowWarp warp, Optional<RgbImage> untied) {
        StillPixels still = new StillPixels(now.source(), before.source(), warp);
        boolean looks = inShot >= FIRST_GHOST && untied.isPresent();
        return new Compared(
                TrackFrame.Pair.of(now.result(), before.result(), warp, still),
                TrackFrame.Pair.of(now.source(), before.source(), warp, still),
                blurred.map(copy -> copy.compared(warp, still)).orElse(null),
                WarpedError.unwarped(now.result(), before.result()),
                measuring
                        .flow()
                        .other()
                        .map(kind -> otherError(now, before, kind))
                        .orElse(null),
                looks,
                looks ? Ghost.of(now.result(), untied.get(), warp) : null);
    }

    private Double otherError(PastPair now, PastPair before, OpticalFlow.Kind kind) {
        try (FlowWarp warp = motion.between(now, before, kind)) {
            return WarpedError.of(now.result(), before.result(), warp).known();
        }
    }

    /** Warped errors, gap 10; null on frames other than every tenth of a shot. */
    private record LongGap(Double result, Double source, Double blurred) {
        private static final LongGap NONE = new LongGap(null, null, null);
    }

    private LongGap longGap(PastPair now) {
        try (FlowWarp warp = motion.between(now, tenth, measuring.flow().kind())) {
            return new LongGap(
                    WarpedError.of(now.result(), tenth.result(), warp).known(),
                    WarpedError.of(now.source(), tenth.source(), warp).known(),
                    blurred.map(copy -> copy.compared10(tenth.source(), warp)).orElse(null));
        }
    }

    private void remember(PastPair now, boolean isTenth) {
        if (before != null && before != tenth) {
            before.close();
        } else if (before != null) {
            before.forgetGray();
        }
        before = now;
        if (isTenth) {
            if (tenth != null) {
                tenth.close();
            }
            tenth = now;
        }
    }

    private void forget() {
        if (before != null && before != tenth) {
            before.close();
        }
        if (tenth != null) {
            tenth.close();
        }
        before = null;
        tenth = null;
        inShot = 0;
    }

    /** Frees the remembered frames. */
    @Override
    public void close() {
        forget();
        blurred.ifPresent(BlurredSource::close);
    }
}
