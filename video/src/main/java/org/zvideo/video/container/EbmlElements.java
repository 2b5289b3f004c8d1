package org.zvideo.video.container;

import java.io.EOFException;
import java.io.IOException;
import java.util.Set;
import java.util.zip.CRC32;

/** Matroska and WebM: elements that fill the element around them, with checksums if the writer added them. */
final class EbmlElements {
    private static final long HEADER = 0x1A45DFA3L;
    private static final long SEGMENT = 0x18538067L;
    private static final long CLUSTER = 0x1F43B675L;
    private static final long CHECKSUM = 0xBF;
    private static final long INFO = 0x1549A966L;
    /** The elements of a segment. An element of unknown size ends where one of them starts. */
    private static final Set<Long> TOP = Set.of(
            0x114D9B74L,
            INFO,
            0x1654AE6BL,
            CLUSTER,
            0x1C53BB6BL,
            0x1254C367L,
            0x1043A770L,
            0x1941A469L,
            SEGMENT,
            HEADER);
    /** Elements that contain elements and that decoding needs: segment information, tracks, groups of blocks. */
    private static final Set<Long> HOLDERS =
            Set.of(INFO, 0x1654AE6BL, 0xAEL, 0xE0L, 0xE1L, CLUSTER, 0xA0L, 0x75A1L, 0xA6L);

    private static final long UNKNOWN = -1;

    private final ByteSource in;

    EbmlElements(ByteSource in) {
        this.in = in;
    }

    void check() throws IOException {
        boolean whole =
                false; // what follows a complete segment does not belong to the video, unless it is another segment
        while (in.left() > 0) {
            long at = in.position();
            if (whole && in.left() < 8) {
                return;
            }
            if (whole && in.big(4) != HEADER) {
                return;
            }
            in.seek(at);
            long id = id();
            long size = size();
            if (id == SEGMENT) {
                holder(
                        in.position(),
                        size == UNKNOWN ? in.length() : Math.addExact(in.position(), size),
                        size == UNKNOWN);
                whole = true;
            } else if (id == HEADER) {
                in.skip(size);
                whole = false;
            } else if (at == 0) {
                throw ByteSource.damage(at, "no EBML header");
            } else {
                in.skip(size);
            }
        }
    }

    private void holder(long begin, long end, boolean open) throws IOException {
        if (end > in.length()) {
            throw new EOFException();
        }
        boolean first = true;
        while (in.position() < end) {
            long at = in.position();
            long id = id();
            long size = size();
            if (open && at != begin && (id == SEGMENT || id == HEADER)) {
                in.seek(at);
                return;
            }
            if (id == CLUSTER && size == UNKNOWN) {
                openCluster(end);
                continue;
            }
            if (size == UNKNOWN) {
                throw ByteSource.damage(at, "an element has no size");
            }
            long next = Math.addExact(in.position(), size);
            if (next > end) {
                if (end == in.length()) {
                    throw new EOFException();
                }
                throw ByteSource.damage(at, "an element is larger than its parent");
            }
            if (id == CHECKSUM && first && size == 4) {
                checksum(end);
            } else if (HOLDERS.contains(id)) {
                holder(in.position(), next, false);
            }
            in.seek(next);
            first = false;
        }
    }

    /** Reads the elements of a cluster of unknown size, up to one that only a segment can contain. */
    private void openCluster(long end) throws IOException {
        while (in.position() < end) {
            long at = in.position();
            long id = id();
            if (TOP.contains(id)) {
                in.seek(at);
                return;
            }
            long size = size();
            if (size == UNKNOWN || Math.addExact(in.position(), size) > end) {
                throw new EOFException();
            }
            if (HOLDERS.contains(id)) {
                holder(in.position(), in.position() + size, false);
            } else {
                in.skip(size);
            }
        }
    }

    private void checksum(long end) throws IOException {
        long stated = in.little(4);
        long at = in.position();
        CRC32 sum = new CRC32();
        while (in.position() < end) {
            sum.update(in.bytes((int) Math.min(end - in.position(), 1 << 13)));
        }
        if (sum.getValue() != stated) {
            throw ByteSource.damage(at, "a checksum does not match");
        }
        in.seek(at);
    }

    private long id() throws IOException {
        long at = in.position();
        int first = in.u8();
        int more = Integer.numberOfLeadingZeros(first) - 24;
        if (more > 3) {
            throw ByteSource.damage(at, "expected an element");
        }
        return (long) first << 8 * more | in.big(more);
    }

    private long size() throws IOException {
        long at = in.position();
        int first = in.u8();
        int more = Integer.numberOfLeadingZeros(first) - 24;
        if (more > 7) {
            throw ByteSource.damage(at, "expected the size of an element");
        }
        long value = (long) (first & (0x7f >> more)) << 8 * more | in.big(more);
        return value == (1L << 7 * (more + 1)) - 1 ? UNKNOWN : value;
    }
}
