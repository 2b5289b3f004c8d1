package org.zvideo.video.container;

import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * ASF and WMV: a header that states the number and the size of the packets that follow (live recordings state neither).
 * The packets hold pieces of numbered objects of known size.
 */
final class AsfPackets {
    private static final long HEADER = 0x3026B2758E66CF11L;
    private static final long FILE_PROPERTIES = 0xA1DCAB8C47A9CF11L;
    private static final long DATA = 0x3626B2758E66CF11L;
    private static final long INDEX = 0x90080033B1E5CF11L;
    private static final int LEAST = 24;
    private static final int BROADCAST = 1;
    private static final int CORRECTS_ERRORS = 0x80;
    /** The number of bytes of a field whose width is coded in two bits. */
    private static final int[] WIDTHS = {0, 1, 2, 4};

    private static final long LARGEST_PACKET = 1 << 20;

    /** An object that is not complete yet: its number, its size and how much of it has been read. */
    private record Piece(long number, long size, long end) {}

    private final ByteSource in;
    private final Map<Integer, Piece> open = new HashMap<>();

    AsfPackets(ByteSource in) {
        this.in = in;
    }

    void check() throws IOException {
        boolean live = false;
        long packet = 0;
        while (in.left() >= LEAST) {
            long at = in.position();
            long kind = in.big(8);
            in.skip(8);
            long size = in.little(8);
            if (kind == HEADER) {
                in.skip(6); // its objects follow
                continue;
            }
            if (kind == FILE_PROPERTIES) {
                in.skip(64);
                live = (in.little(4) & BROADCAST) != 0;
                packet = in.little(4);
            }
            if (kind == DATA) {
                in.skip(16);
                long count = in.little(8);
                in.skip(2);
                if (packet > 0 && packet < LARGEST_PACKET) {
                    long there = in.left() / packet;
                    if (!live && count > there) {
                        throw new EOFException();
                    }
                    packets(live ? there : count, packet);
                    if (live && in.left() >= LEAST && in.big(8) != INDEX
                            || open.values().stream().anyMatch(piece -> piece.end < piece.size)) {
                        throw new EOFException();
                    }
                }
                if (live) {
                    return;
                }
            }
            if (size < LEAST) {
                throw ByteSource.damage(at, "expected an object");
            }
            if (Math.addExact(at, size) > in.length()) {
                throw new EOFException();
            }
            in.seek(at + size);
        }
    }

    private void packets(long count, long size) throws IOException {
        long begin = in.position();
        for (long n = 0; n < count; n++) {
            long at = begin + n * size;
            in.seek(at);
            if (in.big(8) == INDEX) { // after a live recording
                in.seek(in.length());
                return;
            }
            in.seek(at);
            packet(at, size);
        }
        in.seek(begin + count * size);
    }

    private void packet(long at, long size) throws IOException {
        int flags = in.u8();
        if ((flags & CORRECTS_ERRORS) != 0) {
            in.skip(flags & 0xf);
            flags = in.u8();
        }
        int widths = in.u8();
        long length = in.little(WIDTHS[flags >> 5 & 3]);
        in.little(WIDTHS[flags >> 1 & 3]);
        long padding = in.little(WIDTHS[flags >> 3 & 3]);
        in.skip(6);
        long end = at + (length == 0 ? size : length) - padding;
        boolean several = (flags & 1) != 0;
        int parts = several ? in.u8() : 1;
        if (end > at + size || (widths & 3) == 0 || several && (parts & 0x3f) == 0) {
            throw ByteSource.damage(at, "expected a packet");
        }
        for (int left = several ? parts & 0x3f : 1; left > 0; left--) {
            part(at, end, widths, several ? WIDTHS[parts >> 6] : 0);
        }
    }

    private void part(long at, long end, int widths, int lengthWidth) throws IOException {
        int stream = in.u8() & 0x7f;
        long number = in.little(WIDTHS[widths >> 4 & 3]);
        long offset = in.little(WIDTHS[widths >> 2 & 3]);
        long replicated = in.little(WIDTHS[widths & 3]);
        long data = in.position() + replicated;
        long whole = replicated >= 8 ? in.little(4) : -1;
        in.seek(data);
        long length = lengthWidth == 0 ? end - in.position() : in.little(lengthWidth);
        if (length < 0 || Math.addExact(in.position(), length) > end) {
            throw ByteSource.damage(at, "expected a packet");
        }
        in.skip(length);
        if (whole < 0) { // several small objects in one, or nothing stated
            open.remove(stream);
            return;
        }
        Piece before = open.put(stream, new Piece(number, whole, offset + length));
        boolean continues = before == null
                || (offset == 0
                        ? before.end == before.size && follows(before.number, number)
                        : before.number == number && before.end == offset && before.size == whole);
        if (!continues) {
            throw ByteSource.damage(at, "a part of the video is missing");
        }
    }

    private static boolean follows(long before, long number) {
        return (number - before & 0xff) == 1;
    }
}
