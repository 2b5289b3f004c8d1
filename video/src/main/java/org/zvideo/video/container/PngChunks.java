package org.zvideo.video.container;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Animated PNG: chunks with checksums, a number of frames and an end chunk. */
final class PngChunks {
    private static final int SIGNATURE = 8;

    private PngChunks() {}

    static void check(ByteSource in) throws IOException {
        in.skip(SIGNATURE);
        long declared = 0;
        long found = 0;
        while (true) {
            long at = in.position();
            long size = in.big(4);
            if (size > in.left()) {
                throw new EOFException();
            }
            byte[] name = in.bytes(4);
            CRC32 sum = new CRC32();
            sum.update(name);
            long body = in.position();
            for (long left = size; left > 0; left -= Math.min(left, 1 << 13)) {
                sum.update(in.bytes((int) Math.min(left, 1 << 13)));
            }
            if (in.big(4) != sum.getValue()) {
                throw ByteSource.damage(at, "the checksum of a chunk does not match");
            }
            long next = in.position();
            String kind = new String(name, StandardCharsets.ISO_8859_1);
            if (kind.equals("acTL")) {
                in.seek(body);
                declared = (int) in.big(4); // -1 if the writer could not know it
            }
            found += kind.equals("fcTL") ? 1 : 0;
            in.seek(next);
            if (kind.equals("IEND")) {
                break;
            }
        }
        if (found < declared) {
            throw new DamageException("it holds " + found + " of " + declared + " frames");
        }
    }
}
