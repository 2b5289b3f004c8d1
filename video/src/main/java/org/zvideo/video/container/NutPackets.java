package org.zvideo.video.container;

import java.io.EOFException;
import java.io.IOException;

/**
 * NUT: frames one after another, whose headers are coded by a table in the main header, and an index at the end that
 * lists the synchronization points.
 */
final class NutPackets {
    private static final int TRAILER = 12;
    private static final long MAIN = 0x4E4D7A561F5F04ADL;
    private static final long INDEX = 0x4E58DD672F23E64EL;
    private static final long SYNCHRONIZATION = 0x4E4BE4ADEECA4569L;
    private static final int SIGNATURE = 25;
    /** Positions are stated in units of this many bytes. */
    private static final int UNIT = 16;

    private static final int LONG_PACKET = 4096;
    private static final int CODES = 256;
    private static final int CODED_TIME = 8;
    private static final int STREAM = 16;
    private static final int SIZE = 32;
    private static final int CHECKSUM = 64;
    private static final int RESERVED = 128;
    private static final int ELISION = 1024;
    private static final int MATCH = 2048;
    private static final int CODED = 4096;
    private static final int INVALID = 8192;

    /** The meaning of one frame code. */
    private record Code(int flags, long multiplier, long rest, long reserved, int elision) {}

    private final ByteSource in;
    private final Code[] codes = new Code[CODES];
    private long[] elided = {0};

    NutPackets(ByteSource in) {
        this.in = in;
    }

    void check() throws IOException {
        long end = index();
        in.seek(SIGNATURE);
        while (in.position() < end) {
            long at = in.position();
            int code = in.u8();
            if (code == 'N') {
                in.seek(at);
                packet();
            } else {
                frame(at, code);
            }
        }
        if (in.position() != end) {
            throw ByteSource.damage(end, "expected the end of a frame");
        }
    }

    private void packet() throws IOException {
        long at = in.position();
        long kind = in.big(8);
        if (kind >>> 56 != 'N') {
            throw ByteSource.damage(at, "expected a packet");
        }
        long size = number();
        if (size > LONG_PACKET) {
            in.skip(4);
        }
        long next = Math.addExact(in.position(), size);
        if (next > in.length()) {
            throw new EOFException();
        }
        if (kind == MAIN) {
            table();
        }
        in.seek(next);
    }

    /** Reads the main header, as laid out in the format's specification. */
    private void table() throws IOException {
        if (number() > 3) {
            number();
        }
        number();
        number();
        for (long left = number(); left > 0; left--) {
            number();
            number();
        }
        long multiplier = 1;
        int elision = 0;
        for (int code = 0; code < CODES; ) {
            int flags = (int) number();
            long fields = number();
            if (fields > 0) {
                number();
            }
            multiplier = fields > 1 ? number() : multiplier;
            if (fields > 2) {
                number();
            }
            long size = fields > 3 ? number() : 0;
            long reserved = fields > 4 ? number() : 0;
            long count = fields > 5 ? number() : multiplier - size;
            if (fields > 6) {
                number();
            }
            elision = fields > 7 ? (int) number() : elision;
            for (long more = 8; more < fields; more++) {
                number();
            }
            for (long n = 0; n < count && code < CODES; code++) {
                codes[code] = code == 'N' ? null : new Code(flags, multiplier, size + n++, reserved, elision);
            }
            if (count <= 0) {
                throw ByteSource.damage(in.position(), "expected a code");
            }
        }
        elided = new long[(int) Math.min(CODES, number()) + 1];
        for (int n = 1; n < elided.length; n++) {
            elided[n] = number();
            in.skip(elided[n]);
        }
    }

    private void frame(long at, int number) throws IOException {
        Code code = codes[number];
        int flags = code == null ? INVALID : code.flags;
        if ((flags & CODED) != 0) {
            flags ^= (int) number();
        }
        if ((flags & INVALID) != 0) {
            throw ByteSource.damage(at, "expected a frame");
        }
        skipIf(flags & STREAM);
        skipIf(flags & CODED_TIME);
        long size = code.rest + ((flags & SIZE) == 0 ? 0 : Math.multiplyExact(code.multiplier, number()));
        skipIf(flags & MATCH);
        int elision = (flags & ELISION) == 0 ? code.elision : (int) number();
        for (long left = (flags & RESERVED) == 0 ? code.reserved : number(); left > 0; left--) {
            number();
        }
        in.skip((flags & CHECKSUM) == 0 ? 0 : 4);
        if (elision >= elided.length) {
            throw ByteSource.damage(at, "expected a frame");
        }
        in.skip(Math.max(0, size - (size > LONG_PACKET ? 0 : elided[elision])));
    }

    private void skipIf(int flag) throws IOException {
        if (flag != 0) {
            number();
        }
    }

    /** Checks the index and returns where it starts. */
    private long index() throws IOException {
        in.seek(Math.max(0, in.length() - TRAILER));
        long size = in.big(8);
        if (size <= TRAILER || size > in.length()) {
            throw missing();
        }
        long begin = in.length() - size;
        in.seek(begin);
        if (in.big(8) != INDEX) {
            throw missing();
        }
        if (number() > LONG_PACKET) {
            in.skip(4);
        }
        number(); // the last timestamp
        long position = 0;
        for (long left = number(); left > 0; left--) {
            position = Math.addExact(position, number());
            long next = in.position();
            synchronization(Math.multiplyExact(position, UNIT));
            in.seek(next);
        }
        return begin;
    }

    private void synchronization(long at) throws IOException {
        in.seek(at);
        long code = in.big(7);
        for (int n = 0; n < UNIT; n++) {
            code = code << 8 | in.u8();
            if (code == SYNCHRONIZATION) {
                return;
            }
        }
        throw ByteSource.damage(at, "expected a synchronization point that the index states");
    }

    /** Reads a number of seven bits per byte, highest first. */
    private long number() throws IOException {
        long value = 0;
        int more;
        do {
            more = in.u8();
            value = value << 7 | more & 0x7f;
        } while ((more & 0x80) != 0);
        return value;
    }

    private static DamageException missing() {
        return new DamageException("its index is missing: it is truncated");
    }
}
