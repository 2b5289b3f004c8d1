package org.zvideo.video.picture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.stream.ImageInputStream;
import org.zvideo.core.image.RgbImage;

/**
 * The turn that makes a stored picture upright: one of the eight values of EXIF and TIFF, for every format.
 *
 * @param mirrored whether left and right are exchanged before turning
 * @param quarters clockwise quarter turns
 */
record Orientation(boolean mirrored, int quarters) {
    static final Orientation UPRIGHT = new Orientation(false, 0);
    private static final int TAG = 0x112;
    private static final String EXIF = "Exif\0\0";

    /** The orientation for a number of EXIF or TIFF; upright if the number is none of theirs. */
    static Orientation of(long number) {
        return switch ((int) Math.max(0, Math.min(9, number))) {
            case 2 -> new Orientation(true, 0);
            case 3 -> new Orientation(false, 2);
            case 4 -> new Orientation(true, 2);
            case 5 -> new Orientation(true, 3);
            case 6 -> new Orientation(false, 1);
            case 7 -> new Orientation(true, 1);
            case 8 -> new Orientation(false, 3);
            default -> UPRIGHT;
        };
    }

    /** The orientation that a TIFF directory states. */
    static Orientation of(TiffDirectory directory) throws IOException {
        return of(directory.number(TAG, 1));
    }

    /**
     * The orientation that EXIF data state, with or without their own mark. Upright if they are damaged, because the
     * picture is not.
     */
    static Orientation ofExif(ImageInputStream in, long at, long length) throws IOException {
        try {
            byte[] start = new byte[EXIF.length()];
            in.seek(at);
            in.readFully(start);
            boolean marked = new String(start, StandardCharsets.ISO_8859_1).equals(EXIF);
            return of(TiffDirectory.read(in, marked ? at + EXIF.length() : at, at + length));
        } catch (PictureFault e) {
            return UPRIGHT;
        }
    }

    boolean swapsSides() {
        return quarters % 2 == 1;
    }

    /** Turns a picture upright. */
    RgbImage apply(RgbImage image) {
        if (equals(UPRIGHT)) {
            return image;
        }
        return new RgbImage(
                swapsSides() ? image.height() : image.width(),
                swapsSides() ? image.width() : image.height(),
                apply(image.pixels(), image.width(), image.height(), 3));
    }

    /** Turns samples upright, any number of them per pixel. */
    byte[] apply(byte[] stored, int width, int height, int samples) {
        if (equals(UPRIGHT)) {
            return stored;
        }
        int wide = swapsSides() ? height : width;
        byte[] turned = new byte[stored.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int fromLeft = mirrored ? width - 1 - x : x;
                int toX = switch (quarters) {
                    case 0 -> fromLeft;
                    case 1 -> height - 1 - y;
                    case 2 -> width - 1 - fromLeft;
                    default -> y;
                };
                int toY = switch (quarters) {
                    case 0 -> y;
                    case 1 -> fromLeft;
                    case 2 -> height - 1 - y;
                    default -> width - 1 - fromLeft;
                };
                for (int n = 0; n < samples; n++) {
                    turned[samples * (toY * wide + toX) + n] = stored[samples * (y * width + x) + n];
                }
            }
        }
        return turned;
    }
}
