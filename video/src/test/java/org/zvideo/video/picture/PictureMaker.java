package org.zvideo.video.picture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Puts picture files together byte by byte from formulas, in the variants that their formats allow. */
public final class PictureMaker {
    public static final int WIDTH = 21;
    public static final int HEIGHT = 13;

    private PictureMaker() {}

    /** The level 0…255 of the test picture: red, green, blue, alpha. */
    static int level(int x, int y, int channel) {
        return switch (channel) {
            case 0 -> x * 12 + 3;
            case 1 -> y * 20 + 1;
            case 2 -> (x / 4 + y / 4) % 2 * 180 + 30;
            default -> y < 2 ? 0 : Math.min(255, 60 + 10 * x);
        };
    }

    static int gray(int x, int y) {
        return level(x, y, 0);
    }

    /** Two or more bytes of a number. */
    static byte[] number(ByteOrder order, int size, long value) {
        ByteBuffer bytes = ByteBuffer.allocate(8).order(order).putLong(value);
        return order == ByteOrder.LITTLE_ENDIAN
                ? Arrays.copyOf(bytes.array(), size)
                : Arrays.copyOfRange(bytes.array(), 8 - size, 8);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] deflated(byte[] data) {
        Deflater deflater = new Deflater();
        deflater.setInput(data);
        deflater.finish();
        byte[] out = new byte[data.length + 1000];
        return Arrays.copyOf(out, deflater.deflate(out));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Values of some bits each, packed from the highest bit on, with nothing left over in the last byte. */
    static byte[] packed(int[] values, int bits) {
        byte[] row = new byte[(values.length * bits + 7) / 8];
        for (int n = 0; n < values.length; n++) {
            row[n * bits / 8] |= (byte) (values[n] << 8 - bits - n * bits % 8);
        }
        return row;
    }

    /** A PNG whose rows are as given, each without its filter byte. */
    public static byte[] png(int bits, int color, byte[][] rows, byte[]... chunks) {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        for (byte[] row : rows) {
            raw.write(0);
            raw.writeBytes(row);
        }
        ByteBuffer header = ByteBuffer.allocate(13)
                .putInt(WIDTH)
                .putInt(rows.length)
                .put((byte) bits)
                .put((byte) color);
        return join(
                new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10},
                chunk("IHDR", header.array()),
                join(chunks),
                chunk("IDAT", deflated(raw.toByteArray())),
                chunk("IEND", new byte[0]));
    }

    static byte[] chunk(String kind, byte[] data) {
        CRC32 sum = new CRC32();
        sum.update(ascii(kind));
        sum.update(data);
        return join(
                number(ByteOrder.BIG_ENDIAN, 4, data.length),
                ascii(kind),
                data,
                number(ByteOrder.BIG_ENDIAN, 4, sum.getValue()));
    }

    /** EXIF data that hold an orientation alone. */
    static byte[] exif(int orientation) {
        return join(
                ascii("MM\0*"),
                new byte[] {0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0, 0, 0, 0, 0});
    }

    /** A WebP with chunks around those of a plain one. */
    static byte[] webp(byte[] plain, boolean alpha, byte[]... chunks) {
        ByteBuffer flags = ByteBuffer.allocate(10)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(alpha ? 0x3c : 0x2c)
                .putShort((short) (WIDTH - 1))
                .put((byte) 0)
                .putShort((short) (HEIGHT - 1));
        byte[] all = join(
                ascii("WEBP"), riff("VP8X", flags.array()), join(chunks), Arrays.copyOfRange(plain, 12, plain.length));
        return join(ascii("RIFF"), number(ByteOrder.LITTLE_ENDIAN, 4, all.length), all);
    }

    static byte[] riff(String kind, byte[] data) {
        return join(ascii(kind), number(ByteOrder.LITTLE_ENDIAN, 4, data.length), data, new byte[data.length % 2]);
    }

    /**
     * A TIFF of one strip for every five rows.
     *
     * @param samples of the picture, row by row, pixel by pixel
     */
    public record Tiff(
            ByteOrder order,
            int bits,
            int count,
            int photometric,
            int[] samples,
            Map<Integer, int[]> more,
            boolean deflate,
            boolean differences,
            int tile) {
        public static Tiff of(int bits, int count, int photometric, int[] samples, Map<Integer, int[]> more) {
            return new Tiff(ByteOrder.LITTLE_ENDIAN, bits, count, photometric, samples, more, false, false, 0);
        }

        Tiff withOrder(ByteOrder other) {
            return new Tiff(other, bits, count, photometric, samples, more, deflate, differences, tile);
        }

        public Tiff deflated(boolean withDifferences, int tileSide) {
            return new Tiff(order, bits, count, photometric, samples, more, true, withDifferences, tileSide);
        }

        public byte[] bytes() {
            List<byte[]> parts = new ArrayList<>();
            int wide = tile == 0 ? WIDTH : tile;
            int high = tile == 0 ? 5 : tile;
            for (int y = 0; y < HEIGHT; y += high) {
                for (int x = 0; x < WIDTH; x += wide) {
                    byte[] part = part(x, y, wide, tile == 0 ? Math.min(high, HEIGHT - y) : high);
                    parts.add(deflate ? PictureMaker.deflated(part) : part);
                }
            }
            TreeMap<Integer, int[]> tags = new TreeMap<>(more);
            tags.put(256, new int[] {WIDTH});
            tags.put(257, new int[] {HEIGHT});
            int[] bitsOfEach = new int[count];
            Arrays.fill(bitsOfEach, bits);
            tags.put(258, bitsOfEach);
            tags.put(259, new int[] {deflate ? 8 : 1});
            tags.put(262, new int[] {photometric});
            tags.put(277, new int[] {count});
            if (differences) {
                tags.put(317, new int[] {2});
            }
            if (tile == 0) {
                tags.put(278, new int[] {high});
            } else {
                tags.put(322, new int[] {tile});
                tags.put(323, new int[] {tile});
            }
            tags.put(
                    tile == 0 ? 279 : 325,
                    parts.stream().mapToInt(part -> part.length).toArray());
            tags.put(tile == 0 ? 273 : 324, new int[parts.size()]);
            return written(tags, tile == 0 ? 273 : 324, parts);
        }

        private byte[] part(int left, int top, int wide, int high) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (int y = top; y < top + high; y++) {
                int[] row = new int[wide * count];
                for (int n = 0; n < row.length; n++) {
                    int x = left + n / count;
                    row[n] = x < WIDTH && y < HEIGHT ? samples[(y * WIDTH + x) * count + n % count] : 0;
                }
                for (int n = row.length - 1; differences && n >= count; n--) {
                    row[n] = row[n] - row[n - count] & (1 << bits) - 1;
                }
                if (bits < 8) {
                    out.writeBytes(packed(row, bits));
                } else {
                    for (int value : row) {
                        out.writeBytes(number(order, bits / 8, value));
                    }
                }
            }
            return out.toByteArray();
        }

        /** Bytes where all values fit (tag 34675), else shorts, longs for places. */
        private byte[] written(TreeMap<Integer, int[]> tags, int places, List<byte[]> parts) {
            int after = 8 + 2 + 12 * tags.size() + 4;
            int size = 0;
            for (var tag : tags.entrySet()) {
                int length = tag.getValue().length * sizeOf(tag.getKey());
                size += length > 4 ? length + length % 2 : 0;
            }
            int[] at = tags.get(places);
            int place = after + size;
            for (int n = 0; n < at.length; n++) {
                at[n] = place;
                place += parts.get(n).length + parts.get(n).length % 2;
            }
            ByteArrayOutputStream directory = new ByteArrayOutputStream();
            ByteArrayOutputStream values = new ByteArrayOutputStream();
            directory.writeBytes(ascii(order == ByteOrder.LITTLE_ENDIAN ? "II*\0" : "MM\0*"));
            directory.writeBytes(number(order, 4, 8));
            directory.writeBytes(number(order, 2, tags.size()));
            for (var tag : tags.entrySet()) {
                int each = sizeOf(tag.getKey());
                ByteArrayOutputStream data = new ByteArrayOutputStream();
                for (int value : tag.getValue()) {
                    data.writeBytes(number(order, each, value));
                }
                directory.writeBytes(number(order, 2, tag.getKey()));
                directory.writeBytes(number(order, 2, each == 1 ? 7 : each == 2 ? 3 : 4));
                directory.writeBytes(number(order, 4, tag.getValue().length));
                if (data.size() <= 4) {
                    directory.writeBytes(Arrays.copyOf(data.toByteArray(), 4));
                } else {
                    directory.writeBytes(number(order, 4, after + values.size()));
                    values.writeBytes(data.toByteArray());
                    values.writeBytes(new byte[data.size() % 2]);
                }
            }
            directory.writeBytes(new byte[4]);
            directory.writeBytes(values.toByteArray());
            for (byte[] part : parts) {
                directory.writeBytes(part);
                directory.writeBytes(new byte[part.length % 2]);
            }
            return directory.toByteArray();
        }

        private static int sizeOf(int tag) {
            return tag == 34675 ? 1 : tag == 273 || tag == 279 || tag == 324 || tag == 325 ? 4 : 2;
        }
    }

    /**
     * A BMP.
     *
     * @param header its size: 12, 16, 40, 52, 56, 64, 108 or 124
     * @param masks  of red, green, blue and perhaps alpha; none for what is usual
     * @param rows   from the top
     */
    static byte[] bmp(
            int header, int bits, int compression, int[] masks, byte[] palette, boolean topDown, byte[][] rows) {
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        for (int y = 0; y < rows.length; y++) {
            byte[] row = rows[topDown ? y : rows.length - 1 - y];
            pixels.writeBytes(Arrays.copyOf(row, (row.length + 3) / 4 * 4));
        }
        return bmp(header, bits, compression, masks, palette, topDown, pixels.toByteArray());
    }

    /** The same of pixels as they lie in the file. */
    public static byte[] bmp(
            int header, int bits, int compression, int[] masks, byte[] palette, boolean topDown, byte[] pixels) {
        ByteBuffer info = ByteBuffer.allocate(Math.max(header, 124))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(header);
        if (header == 12) {
            info.putShort((short) WIDTH)
                    .putShort((short) HEIGHT)
                    .putShort((short) 1)
                    .putShort((short) bits);
        } else {
            info.putInt(WIDTH)
                    .putInt(topDown ? -HEIGHT : HEIGHT)
                    .putShort((short) 1)
                    .putShort((short) bits);
            if (header >= 40) {
                info.putInt(compression)
                        .putInt(pixels.length)
                        .putInt(2835)
                        .putInt(2835)
                        .putInt(palette.length / 4)
                        .putInt(0);
                for (int mask : masks) {
                    info.putInt(mask);
                }
            }
        }
        int beyond = header == 40 ? 4 * masks.length : 0;
        byte[] head = Arrays.copyOf(info.array(), header + beyond);
        int offset = 14 + head.length + palette.length;
        return join(
                ascii("BM"),
                number(ByteOrder.LITTLE_ENDIAN, 4, offset + pixels.length),
                new byte[4],
                number(ByteOrder.LITTLE_ENDIAN, 4, offset),
                head,
                palette,
                pixels);
    }
}
