package org.zvideo.video.picture;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads a BMP with any header that Windows and OS/2 ever wrote, and with every kind of pixels except embedded JPEG and
 * PNG. It is written here because every available decoder reads some legal files wrongly or not at all: OpenCV takes
 * meaningless bytes for transparency; FFmpeg does so too and misreads 4-bit fields; the JDK loses transparency and does
 * not know OS/2 2.x.
 */
final class BmpRows implements PictureRows {
    private static final int FILE_HEADER = 14;
    private static final int CORE = 12;
    private static final int INFO = 40;
    private static final int OS2 = 64;
    private static final int V5 = 124;
    private static final int RLE8 = 1;
    private static final int RLE4 = 2;
    private static final int FIELDS = 3;
    private static final int ALPHA_FIELDS = 6;
    private static final int EMBEDDED_PROFILE = 0x4d424544;
    private static final int LINKED_PROFILE = 0x4c494e4b;

    private final ImageInputStream in;
    private final int width;
    private final int height;
    private final int bits;
    private final boolean topDown;
    private final long pixels;
    private final PictureMetadata metadata;
    /** Masks of red, green, blue and alpha; empty if there is a palette. */
    private final int[] masks;

    private final byte[] palette;
    private final byte[] unpacked;
    private final byte[] stored;
    private int row;

    private BmpRows(ImageInputStream in) throws IOException {
        this.in = in;
        in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        in.seek(10);
        pixels = in.readUnsignedInt();
        long size = in.readUnsignedInt();
        boolean core = size == CORE;
        if (!core && size != 16 && (size < INFO || size > V5)) {
            throw new PictureFault("its header cannot be read: it is damaged");
        }
        long wide = core ? in.readUnsignedShort() : in.readInt();
        long high = core ? in.readUnsignedShort() : in.readInt();
        in.readUnsignedShort(); // number of planes: always one
        bits = in.readUnsignedShort();
        topDown = high < 0;
        JdkReaders.requireSize(wide, Math.abs(high));
        width = (int) wide;
        height = (int) Math.abs(high);
        boolean more = size >= INFO;
        int compression = more ? in.readInt() : 0;
        in.seek(FILE_HEADER + 32);
        long used = more ? in.readUnsignedInt() : 0;
        requireKnown(size, compression);
        masks = bits <= 8 ? new int[0] : masks(size, compression);
        int entry = core ? 3 : 4;
        int colors = bits > 8 ? 0 : (int) (used == 0 || used > 1 << bits ? 1 << bits : used);
        long paletteAt = FILE_HEADER
                + size
                + (size == INFO && compression == FIELDS ? 12 : size == INFO && compression == ALPHA_FIELDS ? 16 : 0);
        // Some programs write fewer entries than they state; the pixels start where they start.
        colors = (int) Math.min(colors, Math.max(0, (pixels - paletteAt) / entry));
        palette = new byte[4 << Math.min(8, bits)];
        in.seek(paletteAt);
        for (int n = 0; n < colors; n++) {
            in.readFully(palette, 4 * n, entry);
        }
        metadata = size == V5 ? profile() : PictureMetadata.NONE;
        unpacked = compression == RLE8 || compression == RLE4 ? unpacked() : null;
        long stride = ((long) width * bits + 31) / 32 * 4;
        stored = new byte[unpacked != null ? width : (int) stride];
        // The padding of the last row may be missing.
        if (unpacked == null && pixels + stride * (height - 1) + ((long) width * bits + 7) / 8 > in.length()) {
            throw new PictureFault("it is truncated: its pixels go beyond the file's end");
        }
    }

    static BmpRows decode(ImageInputStream in) throws IOException {
        return new BmpRows(in);
    }

    private void requireKnown(long size, int compression) throws IOException {
        boolean fields = compression == FIELDS || compression == ALPHA_FIELDS;
        boolean known = switch (bits) {
            case 1, 2 -> compression == 0;
            case 4 -> compression == 0 || compression == RLE4;
            case 8 -> compression == 0 || compression == RLE8;
            case 16, 32 -> compression == 0 || fields && size != OS2;
            case 24 -> compression == 0;
            default -> false;
        };
        if (!known || topDown && compression != 0 && !fields) {
            throw new PictureFault(
                    "a BMP of " + bits + " bits with compression " + compression + " is not supported; save it as PNG");
        }
    }

    private int[] masks(long size, int compression) throws IOException {
        if (compression == 0) {
            return bits == 16 ? new int[] {0x7c00, 0x3e0, 0x1f, 0} : new int[] {0xff0000, 0xff00, 0xff, 0};
        }
        boolean withAlpha = compression == ALPHA_FIELDS || size >= 56;
        in.seek(FILE_HEADER + INFO);
        int[] masks = {in.readInt(), in.readInt(), in.readInt(), withAlpha ? in.readInt() : 0};
        for (int mask : masks) {
            int ones = mask == 0 ? 0 : mask >>> Integer.numberOfTrailingZeros(mask);
            if ((ones & ones + 1) != 0) {
                throw PictureFault.damaged("its color masks have holes");
            }
        }
        return masks;
    }

    private PictureMetadata profile() throws IOException {
        in.seek(FILE_HEADER + 56);
        int kind = in.readInt();
        in.seek(FILE_HEADER + 112);
        long at = FILE_HEADER + in.readUnsignedInt();
        long length = in.readUnsignedInt();
        if (kind == LINKED_PROFILE) {
            throw new PictureFault("its color profile is in another file; convert it to sRGB");
        } else if (kind != EMBEDDED_PROFILE || length > PictureMetadata.LARGEST_PROFILE || at + length > in.length()) {
            return PictureMetadata.NONE;
        }
        byte[] data = new byte[(int) length];
        in.seek(at);
        in.readFully(data);
        return PictureMetadata.NONE.withProfile(data);
    }

    /** Decodes run-length coded color indices, row by row from the bottom. Skipped pixels have the first color. */
    private byte[] unpacked() throws IOException {
        byte[] numbers = new byte[width * height];
        in.seek(pixels);
        int x = 0;
        int y = 0;
        while (true) {
            int count = in.readUnsignedByte();
            int value = in.readUnsignedByte();
            if (count > 0) {
                for (int n = 0; n < count; n++) {
                    put(numbers, x++, y, bits == 8 ? value : n % 2 == 0 ? value >> 4 : value & 15);
                }
            } else if (value == 0) {
                x = 0;
                y++;
            } else if (value == 1) {
                return numbers;
            } else if (value == 2) {
                x += in.readUnsignedByte();
                y += in.readUnsignedByte();
            } else {
                byte[] literal = new byte[bits == 8 ? (value + 1) / 2 * 2 : (value + 3) / 4 * 2];
                in.readFully(literal);
                for (int n = 0; n < value; n++) {
                    put(
                            numbers,
                            x++,
                            y,
                            bits == 8 ? literal[n] : n % 2 == 0 ? literal[n / 2] >> 4 & 15 : literal[n / 2] & 15);
                }
            }
            if (y > height || y == height && x > 0) {
                throw PictureFault.damaged("its pixels go beyond its last row");
            }
        }
    }

    private void put(byte[] numbers, int x, int y, int number) throws IOException {
        if (y >= height || x > width + 1) { // an odd row may be padded
            throw PictureFault.damaged("its pixels go beyond its edge");
        } else if (x < width) {
            numbers[y * width + x] = (byte) number;
        }
    }

    PictureMetadata metadata() {
        return metadata;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public Colors colors() {
        return Colors.RGB;
    }

    @Override
    public boolean hasAlpha() {
        return masks.length > 0 && masks[3] != 0;
    }

    @Override
    public void next(byte[] colors, byte[] alpha, int place) throws IOException {
        int y = topDown ? row : height - 1 - row;
        row++;
        if (unpacked != null) {
            System.arraycopy(unpacked, y * width, stored, 0, width);
        } else {
            in.seek(pixels + (long) stored.length * y);
            int count = (int) Math.min(stored.length, in.length() - in.getStreamPosition());
            in.readFully(stored, 0, count);
        }
        for (int x = 0; x < width; x++) {
            int at = 3 * (place * width + x);
            if (bits <= 8) {
                int entry = 4 * number(x);
                colors[at] = palette[entry + 2];
                colors[at + 1] = palette[entry + 1];
                colors[at + 2] = palette[entry];
            } else if (bits == 24) {
                colors[at] = stored[3 * x + 2];
                colors[at + 1] = stored[3 * x + 1];
                colors[at + 2] = stored[3 * x];
            } else {
                fields(pixel(x), colors, at, alpha, place * width + x);
            }
        }
    }

    private int number(int x) {
        if (unpacked != null || bits == 8) {
            return stored[x] & 0xff;
        }
        int perByte = 8 / bits;
        return stored[x / perByte] >> bits * (perByte - 1 - x % perByte) & (1 << bits) - 1;
    }

    private int pixel(int x) {
        int value = 0;
        for (int n = bits / 8 - 1; n >= 0; n--) {
            value = value << 8 | stored[bits / 8 * x + n] & 0xff;
        }
        return value;
    }

    private void fields(int pixel, byte[] colors, int at, byte[] alpha, int alphaAt) {
        for (int n = 0; n < 3; n++) {
            colors[at + n] = field(pixel, masks[n]);
        }
        if (masks[3] != 0) {
            alpha[alphaAt] = field(pixel, masks[3]);
        }
    }

    private static byte field(int pixel, int mask) {
        if (mask == 0) {
            return 0;
        }
        int shift = Integer.numberOfTrailingZeros(mask);
        long most = Integer.toUnsignedLong(mask) >>> shift;
        long value = Integer.toUnsignedLong(pixel & mask) >>> shift;
        return (byte) ((value * 255 + most / 2) / most);
    }

    @Override
    public String toString() {
        return "BMP of " + width + "x" + height + ", " + bits + " bits, masks " + Arrays.toString(masks);
    }
}
