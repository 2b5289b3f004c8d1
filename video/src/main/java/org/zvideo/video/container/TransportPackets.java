package org.zvideo.video.container;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Transport streams: packets of a fixed size, with a counter from 0 to 15 for each kind. Recordings concatenated byte
 * by byte are complete: every counter starts again as in the file's first packets.
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
    /**
     * The size in bytes of the tables at the start of a recording. They may precede the first counter that is seen to
     * start again.
     */
    private static final long TABLES = 8 * 208;
    /** This many sync bytes in a row confirm a packet size. */
    private static final int SURE = 5;

    private static final long LOOK = 1 << 16;

    private final ByteSource in;
    private final Map<Integer, Integer> first = new HashMap<>();
    private final Map<Integer, Integer> last = new HashMap<>();
    private final Map<Integer, Integer> payloads = new HashMap<>();
    private final Map<Integer, Long> lastAt = new HashMap<>();
    /** Kinds of packets that have not been seen since a new recording seems to have started at {@link #joint}. */
    private final Set<Integer> beginning = new HashSet<>();

    private long joint;
    /** The position of the first picture or audio packet, or -1 before it. */
    private long data = -1;

    TransportPackets(ByteSource in) {
        this.in = in;
    }

    /**
     * Where the packets of a file are.
     *
     * @param lead bytes before the first whole one
     * @param size of each, with what some recorders add to it; 0 if there are none
     */
    record Layout(long lead, int size) {}

    static Layout layout(ByteSource in) throws IOException {
        for (long begin = 0; begin < Math.min(LOOK, in.length()); begin++) {
            for (int size : new int[] {PACKET, PACKET + 4, PACKET + 16}) {
                if (fits(in, begin, size)) {
                    return new Layout(begin % size, size); // a recording may start in the middle of a packet
                }
            }
        }
        return new Layout(0, 0);
    }

    void check() throws IOException {
        Layout layout = layout(in);
        if (layout.size() > 0) {
            packets(layout.lead(), layout.size());
        }
    }

    private static boolean fits(ByteSource in, long lead, int size) throws IOException {
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
                throw ByteSource.damage(at, "expected a transport packet");
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
        boolean restarts = begins && Objects.equals(first.get(kind), counter);
        long seen = lastAt.put(kind, at);
        if (beginning.remove(kind)) {
            if (!restarts && !meant && !(follows && joint - seen < TABLES)) {
                throw missing(joint);
            }
        } else if (!follows
                && !meant
                && !(data >= 0 && seen < data)) { // tables may be put before the rest of a recording
            if (!restarts) {
                throw missing(at);
            }
            beginning.addAll(last.keySet());
            beginning.remove(kind);
            joint = at;
        }
    }

    /** A hash that tells a packet sent twice, which is allowed, from another packet with the same counter. */
    private int payload(long at, int adaptation) throws IOException {
        if (HEADER + adaptation > PACKET) {
            throw ByteSource.damage(at, "expected a transport packet");
        }
        in.seek(at + HEADER + adaptation);
        return Arrays.hashCode(in.bytes(PACKET - HEADER - adaptation));
    }

    /** Whether what starts in a packet is a table rather than part of a picture or of audio. */
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
