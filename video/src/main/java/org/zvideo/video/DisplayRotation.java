package org.zvideo.video;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacv.Frame;

/**
 * The turn that makes stored pixels upright: the linear part of the display matrix at scale 1, rounded to quarter turns
 * and mirrors. The picture's point (x, y) is shown at (a·x + c·y, b·x + d·y), moved so that it starts at 0.
 *
 * @param left what else the matrix asks for and is ignored, in words; empty if nothing
 */
record DisplayRotation(int a, int b, int c, int d, Optional<String> left) {
    static final DisplayRotation NONE = new DisplayRotation(1, 0, 0, 1);
    /** The size of a display matrix in bytes: nine numbers. */
    static final int BYTES = 9 * Integer.BYTES;
    /** Turns below this angle are rounding, in degrees. */
    private static final double LEAST_TURN = 0.5;
    /** A limit on the sine of the angle between the two sides, which is 1 for a rectangle. */
    private static final double LEAST_SINE = 0.99;

    DisplayRotation(int a, int b, int c, int d) {
        this(a, b, c, d, Optional.empty());
    }

    /** The rotation in side data. */
    static DisplayRotation of(BytePointer matrix) {
        IntPointer numbers = new IntPointer(matrix);
        return of(numbers.get(0), numbers.get(1), numbers.get(3), numbers.get(4));
    }

    /** The nearest quarter turn or mirror of a matrix's linear part, whatever its scale. */
    static DisplayRotation of(int a, int b, int c, int d) {
        double determinant = (double) a * d - (double) b * c;
        double sides = Math.hypot(a, b) * Math.hypot(c, d);
        if (determinant == 0) {
            return new DisplayRotation(1, 0, 0, 1, Optional.of("its display matrix has no inverse: ignored"));
        }
        double angle = Math.toDegrees(Math.atan2(b, a));
        long quarters = Math.round(angle / 90);
        int along = (int) Math.round(Math.cos(Math.toRadians(90 * quarters)));
        int across = (int) Math.round(Math.sin(Math.toRadians(90 * quarters)));
        double rest = angle - 90 * quarters;
        String left = Math.abs(rest) >= LEAST_TURN
                ? String.format(Locale.ROOT, "an additional turn of %.1f degrees: ignored", rest)
                : Math.abs(determinant) < LEAST_SINE * sides ? "its display matrix is slanted: ignored" : null;
        return determinant > 0
                ? new DisplayRotation(along, across, -across, along, Optional.ofNullable(left))
                : new DisplayRotation(along, across, across, -along, Optional.ofNullable(left));
    }

    boolean swapsSides() {
        return a == 0;
    }

    private boolean turns() {
        return a != 1 || d != 1;
    }

    /** Turns a frame upright. The given frame is closed unless it is returned. */
    Frame apply(Frame stored) {
        if (!turns()) {
            return stored;
        }
        int width = stored.imageWidth;
        int height = stored.imageHeight;
        Frame upright = new Frame(swapsSides() ? height : width, swapsSides() ? width : height, Frame.DEPTH_UBYTE, 3);
        upright.timestamp = stored.timestamp;
        ByteBuffer from = (ByteBuffer) stored.image[0];
        ByteBuffer to = (ByteBuffer) upright.image[0];
        int left = Math.min(0, a * (width - 1)) + Math.min(0, c * (height - 1));
        int top = Math.min(0, b * (width - 1)) + Math.min(0, d * (height - 1));
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int source = y * stored.imageStride + 3 * x;
                int target = (b * x + d * y - top) * upright.imageStride + 3 * (a * x + c * y - left);
                for (int channel = 0; channel < 3; channel++) {
                    to.put(target + channel, from.get(source + channel));
                }
            }
        }
        stored.close();
        return upright;
    }
}
