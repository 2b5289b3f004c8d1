package org.zvideo.video;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * WebP files with one picture that are written as animations. FFmpeg writes numbered pictures that way although it
 * cannot read them. The first picture becomes a still.
 */
record WebpStill(int width, int height) {
    private static final int RIFF = 12;
    private static final int CHUNK = 8;
    private static final int PLACE = 16;
    private static final int CANVAS = 30;
    private static final int ALPHA = 0x10;

    /** The size of the animation in a file, or empty if it is not an animation. */
    static Optional<WebpStill> of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(CANVAS);
            return start.length == CANVAS
                            && letters(start, 0).equals("RIFF")
                            && letters(start, RIFF).equals("VP8X")
                    ? Optional.of(new WebpStill(number(start, 24) + 1, number(start, 27) + 1))
                    : Optional.empty();
        }
    }

    /**
     * The first picture of an animation as a still. The same bytes if it is not an animation, or does not fill the
     * canvas.
     */
    static byte[] first(byte[] file) {
        for (int at = RIFF; at + CHUNK + PLACE <= file.length; ) {
            long size = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(at + 4) & 0xffff_ffffL;
            long end = at + CHUNK + size;
            if (letters(file, at).equals("ANMF") && end <= file.length && size > PLACE) {
                boolean whole = number(file, at + 8) == 0
                        && number(file, at + 11) == 0
                        && number(file, at + 14) == number(file, 24)
                        && number(file, at + 17) == number(file, 27);
                return whole ? still(file, at + CHUNK + PLACE, (int) end) : file;
            }
            if (end + (end & 1) > file.length) {
                break;
            }
            at = (int) (end + (end & 1));
        }
        return file;
    }

    private static byte[] still(byte[] file, int begin, int end) {
        boolean alpha = letters(file, begin).equals("ALPH");
        int size = RIFF + CHUNK + 10 + end - begin;
        ByteBuffer still = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        still.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(size - CHUNK);
        still.put("WEBPVP8X".getBytes(StandardCharsets.US_ASCII))
                .putInt(10)
                .putInt(alpha ? ALPHA : 0)
                .put(file, 24, 6);
        return still.put(file, begin, end - begin).array();
    }

    private static String letters(byte[] file, int at) {
        return new String(file, at, 4, StandardCharsets.ISO_8859_1);
    }

    /** Reads a number of three bytes. */
    private static int number(byte[] file, int at) {
        return file[at] & 0xff | (file[at + 1] & 0xff) << 8 | (file[at + 2] & 0xff) << 16;
    }
}
