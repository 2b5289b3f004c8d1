package org.zvideo.video.picture;

import java.awt.Transparency;
import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Optional;
import java.util.stream.IntStream;
import org.zvideo.video.picture.PictureRows.Colors;

/**
 * Converts a file's own colors to sRGB: with its ICC profile or, without one, as its kind of colors is usually meant.
 */
final class ColorProfile {
    private static final ColorSpace SRGB = ColorSpace.getInstance(ColorSpace.CS_sRGB);

    private static final double[][] FROM_D50 = {
        {3.1338561, -1.6168667, -0.4906146}, {-0.9787684, 1.9161415, 0.0334540}, {0.0719453, -0.2289914, 1.4052427}
    };

    private final Colors from;
    private final Optional<ColorSpace> space;
    private final ColorConvertOp conversion = new ColorConvertOp(null);

    private ColorProfile(Colors from, Optional<ColorSpace> space) {
        this.from = from;
        this.space = space;
    }

    /**
     * The conversion that a profile describes for colors of the given kind.
     *
     * @param data the profile as stored in a file. A damaged profile counts as none, and so does one for another kind
     *     of colors.
     */
    static ColorProfile of(Optional<byte[]> data, Colors from) {
        return new ColorProfile(from, data.flatMap(bytes -> space(bytes, from)));
    }

    private static Optional<ColorSpace> space(byte[] data, Colors from) {
        try {
            ICC_Profile profile = ICC_Profile.getInstance(data);
            int kind = profile.getColorSpaceType();
            boolean fits = switch (from) {
                case GRAY -> kind == ColorSpace.TYPE_GRAY || kind == ColorSpace.TYPE_RGB;
                case RGB -> kind == ColorSpace.TYPE_RGB;
                case CMYK -> kind == ColorSpace.TYPE_CMYK;
                case LAB -> false; // the profile alone is enough
            };
            if (!fits) {
                return Optional.empty();
            }
            ColorSpace space = new ICC_ColorSpace(profile);
            space.toRGB(new float[space.getNumComponents()]); // some profiles only now report that they are damaged
            return Optional.of(space);
        } catch (IllegalArgumentException | CMMException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /**
     * Converts rows to sRGB.
     *
     * @param colors the samples of the pixels
     * @param pixels the number of pixels, at most what the samples suffice for
     */
    byte[] toSrgb(byte[] colors, int pixels) {
        byte[] samples = colors;
        if (from == Colors.GRAY && (space.isEmpty() || space.get().getNumComponents() == 3)) {
            samples = spread(colors, pixels);
        } else if (from == Colors.CMYK && space.isEmpty()) {
            samples = printed(colors, pixels);
        } else if (from == Colors.LAB) {
            samples = seen(colors, pixels);
        }
        if (space.isEmpty()) {
            return samples;
        }
        byte[] converted = new byte[3 * pixels];
        conversion.filter(wrapped(samples, pixels, space.get()), wrapped(converted, pixels, SRGB));
        return converted;
    }

    private static byte[] spread(byte[] gray, int pixels) {
        byte[] rgb = new byte[3 * pixels];
        for (int n = 0; n < rgb.length; n++) {
            rgb[n] = gray[n / 3];
        }
        return rgb;
    }

    /** Converts ink on white paper, taking each ink for a perfect filter. */
    private static byte[] printed(byte[] inks, int pixels) {
        byte[] rgb = new byte[3 * pixels];
        for (int n = 0; n < pixels; n++) {
            int light = 255 - (inks[4 * n + 3] & 0xff);
            for (int c = 0; c < 3; c++) {
                rgb[3 * n + c] = (byte) (light - ((inks[4 * n + c] & 0xff) * light + 127) / 255);
            }
        }
        return rgb;
    }

    /**
     * Converts CIE L*a*b* to XYZ under D50 (CIE 15), and from there to sRGB (IEC 61966-2-1), adapted with Bradford's
     * matrix.
     */
    private static byte[] seen(byte[] lab, int pixels) {
        byte[] rgb = new byte[3 * pixels];
        for (int n = 0; n < 3 * pixels; n += 3) {
            double y = ((lab[n] & 0xff) * 100 / 255.0 + 16) / 116;
            double[] xyz = {0.96422 * cubed(y + lab[n + 1] / 500.0), cubed(y), 0.82521 * cubed(y - lab[n + 2] / 200.0)};
            for (int c = 0; c < 3; c++) {
                double linear = FROM_D50[c][0] * xyz[0] + FROM_D50[c][1] * xyz[1] + FROM_D50[c][2] * xyz[2];
                double level = linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
                rgb[n + c] = (byte) Math.round(255 * Math.max(0, Math.min(1, level)));
            }
        }
        return rgb;
    }

    private static double cubed(double value) {
        return value > 6.0 / 29 ? value * value * value : 3 * 36.0 / 841 * (value - 4.0 / 29);
    }

    private static BufferedImage wrapped(byte[] samples, int pixels, ColorSpace space) {
        int count = space.getNumComponents();
        WritableRaster raster = Raster.createInterleavedRaster(
                new DataBufferByte(samples, count * pixels),
                pixels,
                1,
                count * pixels,
                count,
                IntStream.range(0, count).toArray(),
                null);
        return new BufferedImage(
                new ComponentColorModel(space, false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE),
                raster,
                false,
                null);
    }
}
