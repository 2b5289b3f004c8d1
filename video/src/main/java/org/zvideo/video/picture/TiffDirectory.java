package org.zvideo.video.picture;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.stream.ImageInputStream;

/**
 * The first directory of a TIFF file, or of EXIF data, which have the same form: its tags and the positions of their
 * values. A tag that occurs twice counts as damage, because two readers might each use another value.
 */
final class TiffDirectory {
    private static final int ENTRY = 12;
    private static final int CLASSIC = 42;
    private static final int BIG = 43;
    private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int IFD = 13;

    private final ImageInputStream in;
    private final ByteOrder order;
    private final long base;
    private final long end;
    private final Map<Integer, Entry> entries = new HashMap<>();

    private record Entry(int type, long count, long at) {}

    private TiffDirectory(ImageInputStream in, ByteOrder order, long base, long end) {
        this.in = in;
        this.order = order;
        this.base = base;
        this.end = end;
    }

    /**
     * Reads the directory.
     *
     * @param base the position where the TIFF starts, from which its offsets count
     * @param end the position where it ends
     */
    static TiffDirectory read(ImageInputStream in, long base, long end) throws IOException {
        ByteOrder before = in.getByteOrder();
        try {
            in.seek(base);
            int mark = in.readUnsignedByte() << 8 | in.readUnsignedByte();
            ByteOrder order = mark == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            in.setByteOrder(order);
            int version = in.readUnsignedShort();
            if (version == BIG) {
                throw new PictureFault("BigTIFF is not supported; save it as an ordinary TIFF");
            } else if (mark != 0x4949 && mark != 0x4d4d || version != CLASSIC) {
                throw PictureFault.damaged("it does not start like a TIFF");
            }
            TiffDirectory directory = new TiffDirectory(in, order, base, end);
            directory.readEntries(in.readUnsignedInt());
            return directory;
        } catch (EOFException e) {
            throw PictureFault.damaged("its directory ends too early");
        } finally {
            in.setByteOrder(before);
        }
    }

    private void readEntries(long offset) throws IOException {
        in.seek(base + offset);
        int count = in.readUnsignedShort();
        for (int n = 0; n < count; n++) {
            long at = base + offset + 2 + (long) ENTRY * n;
            in.seek(at);
            int tag = in.readUnsignedShort();
            int type = in.readUnsignedShort();
            long values = in.readUnsignedInt();
            int size = type < SIZES.length ? SIZES[type] : 0;
            long place = size * values <= 4 ? at + 8 : base + in.readUnsignedInt();
            if (entries.put(tag, new Entry(type, values, place)) != null) {
                throw PictureFault.damaged("its tag " + tag + " occurs twice");
            }
        }
    }

    boolean has(int tag) {
        return entries.containsKey(tag);
    }

    /** The number of values of a tag, or 0 if it is missing. */
    long count(int tag) {
        return entries.containsKey(tag) ? entries.get(tag).count : 0;
    }

    /** The position of a tag's values in the file. */
    long place(int tag) {
        return entries.get(tag).at;
    }

    ByteOrder order() {
        return order;
    }

    /** The first value of a tag. */
    long number(int tag, long otherwise) throws IOException {
        long[] values = numbers(tag, 1);
        return values.length == 0 ? otherwise : values[0];
    }

    /** The values of a tag that are integers, or none if it is missing. */
    long[] numbers(int tag, int most) throws IOException {
        Entry entry = entries.get(tag);
        if (entry == null || entry.count == 0) {
            return new long[0];
        }
        long[] values = new long[(int) Math.min(entry.count, most)];
        ByteOrder before = in.getByteOrder();
        in.setByteOrder(order);
        try {
            in.seek(entry.at);
            for (int n = 0; n < values.length; n++) {
                values[n] = switch (entry.type) {
                    case 1, 7 -> in.readUnsignedByte();
                    case SHORT -> in.readUnsignedShort();
                    case LONG, IFD -> in.readUnsignedInt();
                    default -> throw PictureFault.damaged("its tag " + tag + " is not an integer");
                };
            }
            return values;
        } catch (EOFException e) {
            throw PictureFault.damaged("its tag " + tag + " lies outside the file");
        } finally {
            in.setByteOrder(before);
        }
    }

    /**
     * The bytes of a tag. None if it is missing, if there are more than {@code most}, or if not all are in the file.
     */
    byte[] bytes(int tag, int most) throws IOException {
        Entry entry = entries.get(tag);
        if (entry == null || entry.count > most || entry.at + entry.count > end) {
            return new byte[0];
        }
        byte[] bytes = new byte[(int) entry.count];
        in.seek(entry.at);
        in.readFully(bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return "TIFF directory "
                + Arrays.toString(entries.keySet().stream().sorted().toArray());
    }
}
