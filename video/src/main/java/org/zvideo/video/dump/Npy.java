package org.zvideo.video.dump;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * An array in NumPy's file format, version 1.0: a padded header, then little-endian float32 in row-major order.
 *
 * @param shape sizes of the dimensions
 * @param values row by row
 */
record Npy(int[] shape, float[] values) {
    private static final int MAGIC = 10;
    private static final int ALIGNMENT = 64;

    byte[] bytes() {
        String text = "{'descr': '<f4', 'fortran_order': False, 'shape': ("
                + Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", ")) + "), }";
        int length = (MAGIC + text.length() + ALIGNMENT) / ALIGNMENT * ALIGNMENT - MAGIC;
        ByteBuffer buffer = ByteBuffer.allocate(MAGIC + length + Float.BYTES * values.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        buffer.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        buffer.putShort((short) length);
        buffer.put((text + " ".repeat(length - 1 - text.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    /** Reads the values of a file that {@link #bytes} produced. The shape is not read. */
    static float[] values(byte[] file) {
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int begin = MAGIC + buffer.getShort(MAGIC - 2);
        float[] values = new float[(file.length - begin) / Float.BYTES];
        buffer.position(begin);
        buffer.asFloatBuffer().get(values);
        return values;
    }
}
