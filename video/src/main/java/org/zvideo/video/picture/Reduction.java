package org.zvideo.video.picture;

import java.util.Optional;
import org.zvideo.core.image.RgbImage;

/** Assembles rows into a picture. A picture that is larger than wanted keeps the mean of each square of pixels. */
final class Reduction {
    private static final byte OPAQUE = (byte) 255;

    private final int width;
    private final int side;
    private final RgbImage image;
    private final byte[] alpha;
    /** Sums over the squares that are not complete yet; null without reduction. */
    private final int[] colorSums;

    private final int[] alphaSums;
    private final int height;
    private int row;
    private boolean opaque = true;

    private Reduction(int width, int height, int side, boolean withAlpha) {
        this.width = width;
        this.height = height;
        this.side = side;
        image = new RgbImage(up(width), up(height));
        alpha = withAlpha ? new byte[image.width() * image.height()] : null;
        colorSums = new int[side == 1 ? 0 : 3 * image.width()];
        alphaSums = new int[side == 1 || !withAlpha ? 0 : image.width()];
    }

    static Reduction of(int width, int height, long most, boolean withAlpha) {
        int side = 1;
        while (((long) width + side - 1) / side * (((long) height + side - 1) / side) > most) {
            side++;
        }
        return new Reduction(width, height, side, withAlpha);
    }

    private int up(int length) {
        return (length + side - 1) / side;
    }

    /** Adds rows of red, green and blue, and the transparency of their pixels if there is any. */
    void add(byte[] rgb, byte[] opacity, int rows) {
        for (int n = 0; alpha != null && n < width * rows; n++) {
            opaque &= opacity[n] == OPAQUE;
        }
        if (side == 1) {
            System.arraycopy(rgb, 0, image.pixels(), 3 * width * row, 3 * width * rows);
            if (alpha != null) {
                System.arraycopy(opacity, 0, alpha, width * row, width * rows);
            }
            row += rows;
            return;
        }
        for (int y = 0; y < rows; y++) {
            sum(rgb, 3 * width * y, 3, colorSums);
            if (alpha != null) {
                sum(opacity, width * y, 1, alphaSums);
            }
            row++;
            if (row % side == 0 || row == height) {
                int high = row % side == 0 ? side : row % side;
                finish(colorSums, 3, high, image.pixels());
                if (alpha != null) {
                    finish(alphaSums, 1, high, alpha);
                }
            }
        }
    }

    private void sum(byte[] from, int at, int samples, int[] sums) {
        for (int x = 0; x < width; x++) {
            for (int n = 0; n < samples; n++) {
                sums[samples * (x / side) + n] += from[at + samples * x + n] & 0xff;
            }
        }
    }

    private void finish(int[] sums, int samples, int high, byte[] to) {
        int start = samples * image.width() * ((row - 1) / side);
        for (int n = 0; n < sums.length; n++) {
            int wide = Math.min(side, width - n / samples * side);
            to[start + n] = (byte) ((sums[n] + wide * high / 2) / (wide * high));
            sums[n] = 0;
        }
    }

    RgbImage image() {
        return image;
    }

    /** The transparency, or empty if everything is opaque. */
    Optional<byte[]> alpha() {
        return opaque ? Optional.empty() : Optional.of(alpha);
    }
}
