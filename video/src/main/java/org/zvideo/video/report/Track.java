package org.zvideo.video.report;

import java.util.DoubleSummaryStatistics;
import org.zvideo.core.metrics.FrameDifference;
import org.zvideo.video.flow.FlowWarp;
import org.zvideo.video.picture.NativePicture;

/** Measures that the result and the copies of its source have in common: all are compared along the motion of the source. */
final class Track {
    private final FrameDifference difference = new FrameDifference();
    private final Mean warped = new Mean();
    private final Mean warped10 = new Mean();
    private final Mean sharpness = new Mean();
    private double followed;
    private double predicted;
    private long change;
    private long still;

    /** The mean of what was noted, without values that could not be taken. */
    static final class Mean {
        private final DoubleSummaryStatistics values = new DoubleSummaryStatistics();

        /** Notes a value and returns it; null and NaN count as none. */
        Double noted(Double value) {
            if (value == null || Double.isNaN(value)) {
                return null;
            }
            values.accept(value);
            return value;
        }

        /** The mean, or null without any value. */
        Double value() {
            return values.getCount() == 0 ? null : values.getAverage();
        }
    }

    Double sharpness(double value) {
        return sharpness.noted(value);
    }

    double difference(NativePicture now, NativePicture before) {
        return difference.add(n -> now.value(n) / 255f, n -> before.value(n) / 255f, 3 * now.width() * now.height());
    }

    WarpedError warped(NativePicture now, NativePicture before, FlowWarp warp) {
        WarpedError error = WarpedError.of(now, before, warp);
        warped.noted(error.value());
        followed += error.followed();
        predicted += error.predicted();
        return error;
    }

    /** Looks at pixels that stand still in the source. */
    Double still(NativePicture now, NativePicture before, StillPixels pixels) {
        long changed = pixels.change(now, before);
        change += changed;
        still += pixels.values();
        return flicker(changed, pixels.values());
    }

    Double warped10(NativePicture now, NativePicture old, FlowWarp warp) {
        return warped10.noted(WarpedError.of(now, old, warp).value());
    }

    ConsistencyReport.Diff difference() {
        return ConsistencyReport.Diff.of(difference.summary());
    }

    Double warped() {
        return warped.value();
    }

    Double warped10() {
        return warped10.value();
    }

    Double sharpness() {
        return sharpness.value();
    }

    /** How much of the source's motion was followed, over all frames. */
    Double motion() {
        return WarpedError.motion(followed, predicted);
    }

    /** The mean change of still pixels over all frames, for frames in [0, 1]. */
    Double flicker() {
        return flicker(change, still);
    }

    private static Double flicker(long change, long values) {
        return values == 0 ? null : change / (255.0 * values);
    }

    /** This track as a row to compare results with. */
    Baseline baseline(Double sigma, Double style) {
        return new Baseline(
                sigma,
                difference() == null ? null : difference().mean(),
                warped(),
                warped10(),
                sharpness(),
                style,
                motion(),
                flicker());
    }
}
