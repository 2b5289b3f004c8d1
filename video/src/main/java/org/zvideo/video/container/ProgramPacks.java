package org.zvideo.video.container;

import java.io.EOFException;
import java.io.IOException;

/** MPEG program streams: start codes one after another, with lengths. */
final class ProgramPacks {
    private static final int END = 0xb9;
    private static final int PACK = 0xba;
    private static final int LOWEST = 0xb9;

    private ProgramPacks() {}

    static void check(ByteSource in) throws IOException {
        while (in.left() > 0) {
            long at = in.position();
            int zeros = 0;
            int value = in.u8();
            while (value == 0 && in.left() > 0) {
                zeros++;
                value = in.u8();
            }
            if (value == 0) {
                if (zeros > 2047) {
                    throw ByteSource.damage(at, "the file contains only zeros");
                }
                return; // stuffing at the end
            }
            if (zeros < 2 || value != 1) {
                throw ByteSource.damage(at, "expected a packet");
            }
            if (zeros > 4096) {
                throw ByteSource.damage(at, "the file contains only zeros");
            }
            part(in, at, in.u8());
        }
    }

    private static void part(ByteSource in, long at, int code) throws IOException {
        if (code == PACK) {
            int first = in.u8();
            if ((first & 0xc0) == 0x40) {
                in.skip(8);
                in.skip(in.u8() & 7);
            } else {
                in.skip(7);
            }
        } else if (code >= LOWEST && code != END) {
            long length = in.big(2);
            if (length > in.left()) {
                throw new EOFException();
            }
            in.skip(length);
        } else if (code != END) {
            throw ByteSource.damage(at, "expected a packet");
        }
    }
}
