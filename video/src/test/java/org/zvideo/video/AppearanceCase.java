package org.zvideo.video;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.RgbImage;

/** The arrays of a golden case below {@code testdata/golden/appearance}: NumPy's files of bytes, 16-bit levels or floats. */
public record AppearanceCase(String name) {
    private static final int FIXED = 10; // bytes before the description: magic, version, length
    private static final Pattern DESCRIPTION =
            Pattern.compile("'descr': '(\\S+)', 'fortran_order': False, 'shape': \\(([\\d, ]+)\\)");

    /** An array with the lengths of its sides; its values row by row. */
    public record Values(int[] shape, double[] values) {
        /** The values in single precision. */
        public float[] floats() {
            float[] floats = new float[values.length];
            for (int n = 0; n < floats.length; n++) {
                floats[n] = (float) values[n];
            }
            return floats;
        }
    }

    /** An array. */
    public Values read(String array) {
        Path file =
                TestMedia.TESTDATA.resolve("golden/appearance").resolve(name).resolve(array + ".npy");
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            int length = bytes.getShort(FIXED - 2) & 0xffff;
            Matcher description =
                    DESCRIPTION.matcher(new String(bytes.array(), FIXED, length, StandardCharsets.US_ASCII));
            if (!description.find()) {
                throw new IllegalArgumentException(file + ": not such an array");
            }
            String[] sides = description.group(2).split(", ");
            int[] shape = new int[sides.length];
            int count = 1;
            for (int n = 0; n < shape.length; n++) {
                shape[n] = Integer.parseInt(sides[n]);
                count *= shape[n];
            }
            double[] values = new double[count];
            bytes.position(FIXED + length);
            for (int n = 0; n < count; n++) {
                values[n] = next(bytes, description.group(1));
            }
            return new Values(shape, values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double next(ByteBuffer bytes, String type) {
        return switch (type) {
            case "|u1" -> bytes.get() & 0xff;
            case "<u2" -> bytes.getShort() & 0xffff;
            case "<f4" -> bytes.getFloat();
            case "<f8" -> bytes.getDouble();
            default -> throw new IllegalArgumentException(type);
        };
    }

    /** A picture of 8-bit levels. */
    public RgbImage image(String array) {
        Values read = read(array);
        RgbImage image = new RgbImage(read.shape[1], read.shape[0]);
        for (int n = 0; n < read.values.length; n++) {
            image.pixels()[n] = (byte) (int) read.values[n];
        }
        return image;
    }

    /** A picture of 8-bit levels in floating point. */
    public FloatImage picture(String array) {
        Values read = read(array);
        float[] values = new float[read.values.length];
        for (int n = 0; n < values.length; n++) {
            values[n] = (float) (read.values[n] / 127.5 - 1);
        }
        return new FloatImage(read.shape[1], read.shape[0], values);
    }
}
