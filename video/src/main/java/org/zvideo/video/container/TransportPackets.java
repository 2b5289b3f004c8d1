package org.zvideo.video.container;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Transport streams: packets of one size, each kind counted from 0 to 15. Recordings that were joined byte by byte are whole:
 * every counter begins anew as it did in the file's first packets.
 */
final class TransportPackets {
    private static final int PACKET = 188;
    private static final int HEADER = 4;
    private static final int SYNC = 0x47;
    private static final int STUFFING = 0x1fff;
    private static final int PROGRAMS = 0;
    private static final int MARKED_DAMAGED = 0x80;
    private static final int BEGINS = 0x40;
    private static final int JUMP_IS_MEANT = 0x80;
    /** A recording begins with its tables: so far before the first counter that is seen to begin anew, in bytes. */
    private static final long TABLES = 8 * 208;
    /** So many packets in a row make a size sure. */
    private static final int SURE = 5;

    private static final long LOOK = 1 << 16;

    private final ByteSource in;
    private final Map<Integer, Integer> first = new HashMap<>();
    private final Map<Integer, Integer> last = new HashMap<>();
    private final Map<Integer, Integer> payloads = new HashMap<>();
    private final Map<Integer, Long> lastAt = new HashMap<>();
    /** Kinds that have not been seen since a recording seems to have begun anew, and where that was. */
    private final Set<Integer> beginning = new HashSet<>();

    private long joint;
    /** Where the first picture or sound is; -1 before it. */
    private long data = -1;

    TransportPackets(ByteSource in) {
        this.in = in;
    }

    void check() throws IOException {
        for (long begin = 0; begin < Math.min(LOOK, in.length()); begin++) {
            for (int size : new int[] {PACKET, PACKET + 4, PACKET + 16}) {
                if (fits(begin, size)) {
                    packets(begin % size, size); // a recording may begin within a packet
                    return;
                }
            }
        }
    }

    private boolean fits(long lead, int size) throws IOException {
        for (int n = 0; n < SURE && lead + (long) n * size < in.length(); n++) {
            in.seek(lead + (long) n * size);
            if (in.u8() != SYNC) {
                return false;
            }
        }
        return lead + (long) size <= in.length();
    }

    private void packets(long lead, int size) throws IOException {
        long at = lead;
        for (; at + PACKET <= in.length(); at += size) {
            in.seek(at);
            if (in.u8() != SYNC) {
                throw ByteSource.damage(at, "there should be a transport packet");
            }
            packet(at);
        }
        if (at < in.length()) {
            throw new DamageException("it ends within a transport packet: it is truncated");
        }
        if (beginning.contains(PROGRAMS)) {
            throw missing(joint);
        }
    }

    private void packet(long at) throws IOException {
        int high = in.u8();
        int kind = (high & 0x1f) << 8 | in.u8();
        int control = in.u8();
        boolean adapts = (control & 0x20) != 0;
        boolean carries = (control & 0x10) != 0;
        if (kind == STUFFING) {
            return;
        }
        if ((high & MARKED_DAMAGED) != 0) {
            throw ByteSource.damage(at, "a transport packet is marked as damaged");
        }
        int counter = control & 0xf;
        int adaptation = adapts ? in.u8() : 0;
        boolean meant = adaptation > 0 && (in.u8() & JUMP_IS_MEANT) != 0;
        boolean begins = (high & BEGINS) != 0;
        if (data < 0 && carries && kind != PROGRAMS && !(begins && table(at, adapts ? adaptation + 1 : 0))) {
            data = at;
        }
        int payload = carries ? payload(at, adapts ? adaptation + 1 : 0) : 0;
        boolean again = carries && Objects.equals(payloads.put(kind, payload), payload);
        Integer before = last.put(kind, counter);
        if (before == null) {
            first.put(kind, counter);
            lastAt.put(kind, at);
            return;
        }
        boolean follows = carries ? counter == (before + 1 & 0xf) || counter == before && again : counter == before;
        boolean anew = begins && Objects.equals(first.get(kind), counter);
        long seen = lastAt.put(kind, at);
        if (beginning.remove(kind)) {
            if (!anew && !meant && !(follows && joint - seen < TABLES)) {
                throw missing(joint);
            }
        } else if (!follows
                && !meant
                && !(data >= 0 && seen < data)) { // tables may be put before what is left of a recording
            if (!anew) {
                throw missing(at);
            }
            beginning.addAll(last.keySet());
            beginning.remove(kind);
            joint = at;
        }
    }

    /** What tells a packet that is sent twice, as it may be, from another one with the same counter. */
    private int payload(long at, int adaptation) throws IOException {
        if (HEADER + adaptation > PACKET) {
            throw ByteSource.damage(at, "there should be a transport packet");
        }
        in.seek(at + HEADER + adaptation);
        return Arrays.hashCode(in.bytes(PACKET - HEADER - adaptation));
    }

    /** Whether what begins in a packet is no part of a picture or of sound. */
    private boolean table(long at, int adaptation) throws IOException {
        if (HEADER + adaptation + 3 > PACKET) {
            return false;
        }
        in.seek(at + HEADER + adaptation);
        return in.big(3) != 1;
    }

    private static DamageException missing(long at) {
        return ByteSource.damage(at, "transport packets are missing");
    }
}
