package org.zvideo.video.container;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Ogg: pages with checksums and numbers, and a mark on the last page of each stream. */
final class OggPages {
    private static final int POLYNOMIAL = 0x04c11db7;
    private static final int HEADER = 27;
    private static final int BEGINS = 2;
    private static final int ENDS = 4;
    private static final int[] TABLE = new int[256];

    static {
        for (int n = 0; n < TABLE.length; n++) {
            int value = n << 24;
            for (int bit = 0; bit < 8; bit++) {
                value = value << 1 ^ (value < 0 ? POLYNOMIAL : 0);
            }
            TABLE[n] = value;
        }
    }

    private final ByteSource in;
    private final Map<Long, Long> expected = new HashMap<>();
    private final Set<Long> running = new HashSet<>();

    OggPages(ByteSource in) {
        this.in = in;
    }

    void check() throws IOException {
        while (in.left() > 0) {
            long at = in.position();
            boolean behind = at > 0
                    && running.isEmpty()
                    && (in.left() < HEADER || !in.letters(4).equals("OggS"));
            if (behind) {
                return; // what follows the end does not belong to the video
            }
            in.seek(at);
            page();
        }
        if (!running.isEmpty()) {
            throw new DamageException("its end is missing: it is truncated");
        }
    }

    private void page() throws IOException {
        long at = in.position();
        byte[] header = in.bytes(HEADER);
        if (header[0] != 'O' || header[1] != 'g' || header[2] != 'g' || header[3] != 'S') {
            throw ByteSource.damage(at, "expected a page");
        }
        int flags = header[5];
        long stream = number(header, 14);
        long sequence = number(header, 18);
        long stated = number(header, 22);
        byte[] sizes = in.bytes(header[HEADER - 1] & 0xff);
        int body = 0;
        for (byte size : sizes) {
            body += size & 0xff;
        }
        header[22] = header[23] = header[24] = header[25] = 0;
        int sum = sum(sum(sum(0, header), sizes), in.bytes(body));
        if ((sum & 0xffff_ffffL) != stated) {
            throw ByteSource.damage(at, "the checksum of a page does not match");
        }
        Long next = (flags & BEGINS) == 0 ? expected.get(stream) : null;
        if (next != null && next != sequence) {
            throw ByteSource.damage(at, "pages are missing");
        }
        expected.put(stream, sequence + 1 & 0xffff_ffffL);
        if ((flags & ENDS) == 0) {
            running.add(stream);
        } else {
            running.remove(stream);
        }
    }

    private static long number(byte[] bytes, int at) {
        return bytes[at] & 0xffL
                | (bytes[at + 1] & 0xffL) << 8
                | (bytes[at + 2] & 0xffL) << 16
                | (bytes[at + 3] & 0xffL) << 24;
    }

    private static int sum(int before, byte[] bytes) {
        int sum = before;
        for (byte value : bytes) {
            sum = sum << 8 ^ TABLE[(sum >>> 24 ^ value) & 0xff];
        }
        return sum;
    }
}
