package org.zvideo.video.flow;

import java.util.BitSet;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.NativePicture;

/**
 * Looks up where each pixel of a frame was in an earlier frame, and whether it was visible there: the flow there and
 * back must return to the pixel (METHOD.md §8). It holds the flow, so whoever creates it closes it.
 */
public final class FlowWarp implements AutoCloseable {
    private static final double CONSISTENCY = 0.01;
    private static final double SLACK = 0.5;

    private final FlowField backward;
    private final BitSet visible;

    /** Takes over the flow from a frame to an earlier one; the one the other way stays the caller's. */
    FlowWarp(FlowField backward, FlowField forward) {
        this.backward = backward;
        this.visible = new BitSet(backward.width() * backward.height());
        for (int pixel = 0; pixel < backward.width() * backward.height(); pixel++) {
            visible.set(pixel, isVisible(pixel, forward));
        }
    }

    /** Takes over a flow and which pixels were visible. */
    FlowWarp(FlowField backward, BitSet visible) {
        this.backward = backward;
        this.visible = visible;
    }

    /** The flow, which stays this object's. */
    FlowField flow() {
        return backward;
    }

    /** The warp from an earlier frame to a frame, both gray. */
    public static FlowWarp between(NativePicture frame, NativePicture earlier) {
        return between(frame, earlier, OpticalFlow.Kind.DIS);
    }

    /** The warp from an earlier frame to a frame, both gray, along a flow of this kind. */
    public static FlowWarp between(NativePicture frame, NativePicture earlier, OpticalFlow.Kind kind) {
        FlowField backward = OpticalFlow.between(frame, earlier, kind);
        try (FlowField forward = OpticalFlow.between(earlier, frame, kind)) {
            return new FlowWarp(backward, forward);
        }
    }

    /** The warp from an earlier frame to a frame, both in color. */
    public static FlowWarp between(RgbImage frame, RgbImage earlier) {
        try (NativePicture now = NativePicture.of(frame);
                NativePicture then = NativePicture.of(earlier);
                NativePicture gray = now.gray();
                NativePicture grayThen = then.gray()) {
            return between(gray, grayThen);
        }
    }

    private boolean isVisible(int pixel, FlowField forward) {
        double x = originX(pixel);
        double y = originY(pixel);
        if (x < 0 || y < 0 || x > backward.width() - 1 || y > backward.height() - 1) {
            return false;
        }
        double bx = backward.dx(pixel);
        double by = backward.dy(pixel);
        double fx = sample(forward::dx, x, y);
        double fy = sample(forward::dy, x, y);
        double gap = (bx + fx) * (bx + fx) + (by + fy) * (by + fy);
        return gap < CONSISTENCY * (bx * bx + by * by + fx * fx + fy * fy) + SLACK;
    }

    /** Whether the pixel was visible in the earlier frame. */
    public boolean visible(int pixel) {
        return visible.get(pixel);
    }

    /** The square of how far the pixel moved, in pixels. */
    public double squaredLength(int pixel) {
        double dx = backward.dx(pixel);
        double dy = backward.dy(pixel);
        return dx * dx + dy * dy;
    }

    /** A channel of the earlier frame at the pixel's origin, interpolated bilinearly. */
    public double warped(Values earlier, int pixel, int channel) {
        return sample(index -> earlier.at(index, channel), originX(pixel), originY(pixel));
    }

    /** The three channels of {@link #warped(Values, int, int)}, with the origin looked up once. */
    public void warped(NativePicture earlier, int pixel, double[] colors) {
        int width = backward.width();
        double x = clamped(originX(pixel), width);
        double y = clamped(originY(pixel), backward.height());
        int left = (int) x;
        int row = (int) y;
        int top = row * width;
        int right = Math.min(left + 1, width - 1);
        int bottom = Math.min(row + 1, backward.height() - 1) * width;
        double u = x - left;
        double v = y - row;
        for (int channel = 0; channel < 3; channel++) {
            double above = (1 - u) * earlier.at(top + left, channel) + u * earlier.at(top + right, channel);
            double below = (1 - u) * earlier.at(bottom + left, channel) + u * earlier.at(bottom + right, channel);
            colors[channel] = (1 - v) * above + v * below;
        }
    }

    /** The column of the earlier frame where the pixel was; it may lie between pixels, and outside. */
    public double originX(int pixel) {
        return pixel % backward.width() + (double) backward.dx(pixel);
    }

    /** The row of the earlier frame where the pixel was; it may lie between pixels, and outside. */
    public double originY(int pixel) {
        return Math.floorDiv(pixel, backward.width()) + (double) backward.dy(pixel);
    }

    /** Provides the values of a picture. */
    @FunctionalInterface
    public interface Values {
        double at(int pixel, int channel);
    }

    @Override
    public void close() {
        backward.close();
    }

    /** Provides a value per pixel, by the pixel's index. */
    private interface Plane {
        double at(int pixel);
    }

    /** Interpolates bilinearly; the edge of the frame continues outside it. */
    private double sample(Plane plane, double atX, double atY) {
        int width = backward.width();
        double x = clamped(atX, width);
        double y = clamped(atY, backward.height());
        int left = (int) x;
        int top = (int) y;
        int right = Math.min(left + 1, width - 1);
        int bottom = Math.min(top + 1, backward.height() - 1);
        double u = x - left;
        double v = y - top;
        double above = (1 - u) * plane.at(top * width + left) + u * plane.at(top * width + right);
        double below = (1 - u) * plane.at(bottom * width + left) + u * plane.at(bottom * width + right);
        return (1 - v) * above + v * below;
    }

    private static double clamped(double at, int size) {
        return Math.max(0, Math.min(size - 1.0, at));
    }
}
