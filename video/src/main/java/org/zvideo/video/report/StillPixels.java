package org.zvideo.video.report;

import java.util.BitSet;
import org.zvideo.video.flow.FlowWarp;
import org.zvideo.video.picture.NativePicture;

/** Where a source stands still: nothing moves by 0.2 pixels, and no channel changes by 2 levels. */
final class StillPixels {
    private static final double SQUARED_MOTION = 0.2 * 0.2;
    private static final int CHANGE = 2;

    private final BitSet still;

    StillPixels(NativePicture source, NativePicture before, FlowWarp warp) {
        int pixels = source.width() * source.height();
        still = new BitSet(pixels);
        for (int pixel = 0; pixel < pixels; pixel++) {
            still.set(pixel, warp.squaredLength(pixel) < SQUARED_MOTION && same(source, before, pixel));
        }
    }

    private static boolean same(NativePicture source, NativePicture before, int pixel) {
        for (int channel = 0; channel < 3; channel++) {
            if (Math.abs(source.at(pixel, channel) - before.at(pixel, channel)) >= CHANGE) {
                return false;
            }
        }
        return true;
    }

    /** The number of values of still pixels. */
    long values() {
        return 3L * still.cardinality();
    }

    /** The sum of all changes there, in levels. */
    long change(NativePicture frame, NativePicture before) {
        long change = 0;
        for (int pixel = still.nextSetBit(0); pixel >= 0; pixel = still.nextSetBit(pixel + 1)) {
            for (int channel = 0; channel < 3; channel++) {
                change += Math.abs(frame.at(pixel, channel) - before.at(pixel, channel));
            }
        }
        return change;
    }
}
