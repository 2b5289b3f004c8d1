package org.zvideo.video.container;

import java.io.EOFException;
import java.io.IOException;

/** Raw DV: sequences of a fixed size, numbered within each frame. */
final class DvSequences {
    private static final int SEQUENCE = 12000;

    private DvSequences() {}

    static void check(ByteSource in) throws IOException {
        int last = -1;
        int perFrame = -1;
        for (long at = 0; at < in.length(); at += SEQUENCE) {
            in.seek(at);
            int section = in.u8() >> 5;
            int number = in.u8() >> 4;
            boolean begins = number == 0 && (perFrame < 0 || last == perFrame);
            if (section != 0 || !begins && number != last + 1) {
                throw ByteSource.damage(at, "expected a sequence");
            }
            perFrame = number == 0 && last > 0 ? last : perFrame;
            last = number;
            if (in.length() - at < SEQUENCE) {
                throw new EOFException();
            }
        }
        if (perFrame >= 0 && last != perFrame) {
            throw new EOFException();
        }
    }
}
