package org.zvideo.video.container;

import java.io.IOException;

/** YUV4MPEG: a header line and a picture for each frame, all of the same size. */
final class Y4mFrames {
    private static final int LONGEST_LINE = 256;

    private Y4mFrames() {}

    static void check(ByteSource in) throws IOException {
        String header = line(in);
        long size = size(header);
        while (size > 0 && in.left() > 0) {
            long at = in.position();
            if (!line(in).startsWith("FRAME")) {
                throw ByteSource.damage(at, "expected a frame");
            }
            in.skip(size);
        }
    }

    private static String line(ByteSource in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int value = in.u8(); value != '\n' && line.length() < LONGEST_LINE; value = in.u8()) {
            line.append((char) value);
        }
        return line.toString();
    }

    /** The number of bytes of a picture, or 0 if its format is unknown. */
    private static long size(String header) {
        long width = 0;
        long height = 0;
        String format = "420";
        for (String word : header.split(" ")) {
            if (word.matches("[WH]\\d{1,6}")) {
                width = word.charAt(0) == 'W' ? Long.parseLong(word.substring(1)) : width;
                height = word.charAt(0) == 'H' ? Long.parseLong(word.substring(1)) : height;
            } else if (word.startsWith("C")) {
                format = word.substring(1);
            }
        }
        long half = (width + 1) / 2;
        long samples = format.startsWith("420")
                ? width * height + 2 * half * ((height + 1) / 2)
                : format.startsWith("422")
                        ? width * height + 2 * half * height
                        : format.startsWith("411")
                                ? width * height + 2 * ((width + 3) / 4) * height
                                : format.equals("444alpha")
                                        ? 4 * width * height
                                        : format.startsWith("444")
                                                ? 3 * width * height
                                                : format.startsWith("mono") ? width * height : 0;
        return samples * (format.matches(".*(p|mono)(9|1\\d)") ? 2 : 1);
    }
}
