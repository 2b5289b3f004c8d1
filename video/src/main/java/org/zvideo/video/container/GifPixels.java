package org.zvideo.video.container;

import java.io.IOException;

/** Counts the pixels that the LZW codes of a GIF picture stand for, without decoding them. */
final class GifPixels {
    private static final int MOST_BITS = 12;

    private final ByteSource in;
    private final int[] lengths = new int[1 << MOST_BITS];
    private int left;
    private int bits;
    private int value;

    GifPixels(ByteSource in) {
        this.in = in;
    }

    /** Reads to the end of the picture's blocks and returns the number of pixels, or -1 for impossible codes. */
    long count() throws IOException {
        int first = in.u8();
        if (first < 1 || first >= MOST_BITS) {
            throw ByteSource.damage(in.position(), "expected a picture");
        }
        left = in.u8();
        long count = decode(first);
        for (; left > 0; left = in.u8()) {
            in.skip(left);
        }
        return count;
    }

    private long decode(int first) throws IOException {
        int clear = 1 << first;
        int width = first + 1;
        int next = clear + 2;
        int before = -1;
        long count = 0;
        for (int code = code(width); code >= 0 && code != clear + 1; code = code(width)) {
            if (code == clear) {
                width = first + 1;
                next = clear + 2;
                before = -1;
                continue;
            }
            if (code > next || code == next && before < 0) {
                return -1;
            }
            int length = code < clear ? 1 : code < next ? lengths[code] : lengthOf(before, clear) + 1;
            if (before >= 0 && next < lengths.length) {
                lengths[next++] = lengthOf(before, clear) + 1;
                width += next == 1 << width && width < MOST_BITS ? 1 : 0;
            }
            count += length;
            before = code;
        }
        return count;
    }

    private int lengthOf(int code, int clear) {
        return code < clear ? 1 : lengths[code];
    }

    /** The next code, lowest bits first, or -1 at the end of the blocks. */
    private int code(int width) throws IOException {
        while (bits < width) {
            if (left == 0) {
                return -1;
            }
            value |= in.u8() << bits;
            bits += 8;
            if (--left == 0) {
                left = in.u8();
            }
        }
        int code = value & (1 << width) - 1;
        value >>>= width;
        bits -= width;
        return code;
    }
}
