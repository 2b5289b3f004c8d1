package org.zvideo.video.filter;

import org.zvideo.core.image.RgbImage;

/**
 * The rule for masks with transparency: where a file has an alpha channel that is not opaque everywhere, that channel is
 * the mask, whatever its colors are. Only if what is visible is itself a mask in black and white, nobody can know which of
 * the two is meant.
 */
final class MaskAlpha {
    static final String NOTE =
            "its transparency is the mask: the style acts where it is opaque; its colors do not count";
    static final String AMBIGUOUS =
            "its transparency says one mask, its black and white another; remove the transparency, or"
                    + " fill what is visible with one color";
    private static final int VISIBLE = 250;
    private static final int EDGE = 24;
    private static final double NEARLY_ALL = 0.95;
    private static final double ENOUGH = 0.02;

    private long black;
    private long white;
    private long visible;
    private boolean transparent;

    /**
     * Takes in a picture.
     *
     * @param image with white below
     * @param alpha of its pixels, as unsigned bytes
     */
    void add(RgbImage image, byte[] alpha) {
        for (int n = 0; n < alpha.length; n++) {
            int opacity = alpha[n] & 0xff;
            transparent |= opacity < 255;
            if (opacity >= VISIBLE) {
                visible++;
                int most = Math.max(image.at(n, 0), Math.max(image.at(n, 1), image.at(n, 2)));
                int least = Math.min(image.at(n, 0), Math.min(image.at(n, 1), image.at(n, 2)));
                black += most < EDGE ? 1 : 0;
                white += least > 255 - EDGE ? 1 : 0;
            }
        }
    }

    /** Whether it is not opaque everywhere. */
    boolean used() {
        return transparent;
    }

    boolean ambiguous() {
        return transparent
                && black + white >= NEARLY_ALL * visible
                && Math.min(black, white) >= ENOUGH * visible
                && visible > 0
                && Math.min(black, white) > 0;
    }
}
