package org.zvideo.video.flow;

import java.util.BitSet;
import java.util.function.BiFunction;
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
        this(backward, forward, 1);
    }

    /** @param scale how many pixels of the flow a pixel of the frames is: one that returns has to do so in theirs */
    private FlowWarp(FlowField backward, FlowField forward, double scale) {
        this(backward, new BitSet(backward.width() * backward.height()));
        double slack = SLACK * scale * scale;
        for (int pixel = 0; pixel < backward.width() * backward.height(); pixel++) {
            visible.set(pixel, isVisible(pixel, forward, slack));
        }
    }

    /** Takes over a flow and which pixels were visible. */
    FlowWarp(FlowField backward, BitSet visible) {
        this.backward = backward;
        this.visible = visible;
    }

    /** The same motion for another owner, who closes it. */
    FlowWarp shared() {
        return new FlowWarp(backward.shared(), visible);
    }

    /** The flow, which stays this object's. */
    FlowField flow() {
        return backward;
    }

    /** The warp from an earlier frame to a frame, both gray, in the size in which motion is looked for: {@link SearchSize}. */
    public static FlowWarp searched(NativePicture frame, NativePicture earlier, OpticalFlow.Kind kind) {
        SearchSize size = SearchSize.of(frame.width(), frame.height());
        if (size.width() == frame.width()) {
            return between(frame, earlier, kind, 1);
        }
        try (NativePicture now = size.of(frame);
                NativePicture then = size.of(earlier)) {
            return between(now, then, kind, size.width() / (double) frame.width());
        }
    }

    private static FlowWarp between(NativePicture frame, NativePicture earlier, OpticalFlow.Kind kind, double scale) {
        FlowField backward = OpticalFlow.between(frame, earlier, kind, scale < 1);
        try (FlowField forward = OpticalFlow.between(earlier, frame, kind, scale < 1)) {
            return new FlowWarp(backward, forward, scale);
        }
    }

    /** The warp from an earlier frame to a frame, both in color, found in their own size. */
    public static FlowWarp between(RgbImage frame, RgbImage earlier) {
        return ofGray(frame, earlier, (now, then) -> between(now, then, OpticalFlow.Kind.DIS, 1));
    }

    /** The same in the size in which motion is looked for. */
    public static FlowWarp searched(RgbImage frame, RgbImage earlier) {
        return ofGray(frame, earlier, (now, then) -> searched(now, then, OpticalFlow.Kind.DIS));
    }

    private static FlowWarp ofGray(
            RgbImage frame, RgbImage earlier, BiFunction<NativePicture, NativePicture, FlowWarp> search) {
        try (NativePicture now = NativePicture.of(frame);
                NativePicture then = NativePicture.of(earlier);
                NativePicture gray = now.gray();
                NativePicture grayThen = then.gray()) {
            return search.apply(gray, grayThen);
        }
    }

    private boolean isVisible(int pixel, FlowField forward, double slack) {
        double x = originX(pixel);
        double y = originY(pixel);
        if (x < 0 || y < 0 || x > backward.width() - 1 || y > backward.height() - 1) {
            return false;
        }
        double bx = backward.dx(pixel);
        double by = backward.dy(pixel);
        BilinearPoint origin = BilinearPoint.at(x, y, backward.width(), backward.height());
        double fx = forward.dx(origin);
        double fy = forward.dy(origin);
        double gap = (bx + fx) * (bx + fx) + (by + fy) * (by + fy);
        return gap < CONSISTENCY * (bx * bx + by * by + fx * fx + fy * fy) + slack;
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

    /**
     * A row of the earlier frame, each pixel looked up at its origin and interpolated bilinearly.
     *
     * @param colors receives the three channels of each pixel
     */
    public void warped(NativePicture earlier, int row, double[] colors) {
        int width = backward.width();
        int height = backward.height();
        for (int x = 0; x < width; x++) {
            int pixel = row * width + x;
            BilinearPoint origin =
                    BilinearPoint.at(x + (double) backward.dx(pixel), row + (double) backward.dy(pixel), width, height);
            int topLeft = 3 * origin.topLeft();
            int topRight = 3 * origin.topRight();
            int bottomLeft = 3 * origin.bottomLeft();
            int bottomRight = 3 * origin.bottomRight();
            for (int channel = 0; channel < 3; channel++) {
                colors[3 * x + channel] = origin.between(
                        earlier.value(topLeft + channel),
                        earlier.value(topRight + channel),
                        earlier.value(bottomLeft + channel),
                        earlier.value(bottomRight + channel));
            }
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

    @Override
    public void close() {
        backward.close();
    }
}
