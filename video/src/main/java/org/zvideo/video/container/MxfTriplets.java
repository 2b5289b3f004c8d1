package org.zvideo.video.container;

import java.io.EOFException;
import java.io.IOException;

/** MXF: keys, lengths and values up to the end of the file, which the first partition may state. */
final class MxfTriplets {
    private static final int KEY_PREFIX = 0x060e2b34;
    /** The key of a partition pack without the kind of partition. */
    private static final long PARTITION = 0x0d01020101L;

    private static final int HEADER = 2;
    private static final int FOOTER = 4;
    private static final int RUN_IN = 65536;

    private MxfTriplets() {}

    static void check(ByteSource in) throws IOException {
        long begin = runIn(in);
        while (in.left() > 0) {
            long at = in.position();
            if ((int) in.big(4) != KEY_PREFIX) {
                throw ByteSource.damage(at, "expected a key");
            }
            in.skip(4);
            long label = in.big(5);
            int kind = in.u8();
            in.skip(2);
            long length = in.u8();
            if (length >= 0x80) {
                length = in.big((int) Math.min(8, length & 0x7f));
            }
            if (length < 0 || length > in.left()) {
                throw new EOFException();
            }
            long next = in.position() + length;
            if (label == PARTITION && kind >= HEADER && kind <= FOOTER && length >= 32) {
                in.skip(8);
                if (in.big(8) != at - begin) {
                    throw ByteSource.damage(at, "a partition is in the wrong place");
                }
                in.skip(8);
                footer(in, begin, in.big(8));
            }
            in.seek(next);
        }
    }

    /** Checks the last partition of a file that was closed, if the first one states where it is. */
    private static void footer(ByteSource in, long begin, long stated) throws IOException {
        if (stated == 0) {
            return;
        }
        in.seek(Math.addExact(begin, stated));
        if ((int) in.big(4) != KEY_PREFIX) {
            throw ByteSource.damage(begin + stated, "expected the footer");
        }
    }

    /** Skips other data, which may precede the first key. */
    private static long runIn(ByteSource in) throws IOException {
        for (long at = 0; at < Math.min(RUN_IN, in.length() - 4); at++) {
            in.seek(at);
            if ((int) in.big(4) == KEY_PREFIX) {
                in.seek(at);
                return at;
            }
        }
        throw ByteSource.damage(0, "expected a key");
    }
}
