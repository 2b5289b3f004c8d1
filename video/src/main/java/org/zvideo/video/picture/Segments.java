package org.zvideo.video.picture;

import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.imageio.stream.ImageInputStream;

/**
 * The strips or tiles of a TIFF: parts of the picture that are compressed each by itself. The file says how many there are,
 * how large, and where; only as many are looked at as the picture can have, and none may give more than its pixels take.
 *
 * @param tags    of the file
 * @param columns of a strip or tile in pixels
 * @param rows    of a strip or tile
 * @param count   of those that the picture has
 * @param bytes   of one without its compression
 */
record Segments(TiffDirectory tags, long columns, long rows, int count, long bytes) {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int COMPRESSION = 259;
    private static final int STRIPS = 273;
    private static final int SAMPLES = 277;
    private static final int STRIP_ROWS = 278;
    private static final int STRIP_BYTES = 279;
    private static final int PLANES = 284;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILES = 324;
    private static final int TILE_BYTES = 325;

    private static final int UNCOMPRESSED = 1;
    private static final int SEPARATE = 2;
    private static final long MOST = 1_000_000;
    /** Eight bytes to a pixel, as for the file itself. */
    private static final long LARGEST = 8 * StillImage.MAX_PIXELS;
    /** Some programs fill up what they compress. */
    private static final int PADDING = 1 << 16;

    /** @param bits of a sample */
    static Segments of(TiffDirectory tags, int bits) throws IOException {
        long width = tags.number(WIDTH, 0);
        long height = tags.number(HEIGHT, 0);
        JdkReaders.requireSize(width, height);
        boolean tiled = tags.has(TILE_WIDTH);
        long columns = tiled ? tags.number(TILE_WIDTH, 0) : width;
        long rows = tiled ? tags.number(TILE_HEIGHT, 0) : Math.min(height, tags.number(STRIP_ROWS, height));
        if (rows < 1 || columns < 1 || rows * (double) columns > StillImage.MAX_PIXELS) {
            throw PictureFault.damaged("strips or tiles of " + columns + "x" + rows);
        }
        long samples = tags.number(SAMPLES, 1);
        long planes = tags.number(PLANES, 1) == SEPARATE ? samples : 1;
        long bytes = rows * ((columns * samples * bits + 7) / 8);
        if (Math.max(bytes, rows * ((width * samples * bits + 7) / 8)) > LARGEST) {
            throw new PictureFault("its strips or tiles are too large; save it with smaller ones, or as PNG");
        }
        long count = ((width + columns - 1) / columns) * ((height + rows - 1) / rows) * planes;
        if (count > MOST) {
            throw new PictureFault(
                    "it has more than " + MOST + " strips or tiles; save it with larger ones, or as PNG");
        }
        return new Segments(tags, columns, rows, (int) count, bytes);
    }

    /**
     * Requires that each is inside the file, that compressed ones share no bytes, and that deflated data end with their
     * checksum, which the JDK does not require.
     */
    void requireWhole(ImageInputStream in) throws IOException {
        boolean tiled = tags.has(TILE_WIDTH);
        long[] at = tags.numbers(tiled ? TILES : STRIPS, count);
        long[] length = tags.numbers(tiled ? TILE_BYTES : STRIP_BYTES, count);
        long compression = tags.number(COMPRESSION, UNCOMPRESSED);
        boolean deflated = compression == 8 || compression == 32946;
        if (at.length == 0 || length.length < at.length && length.length > 0) {
            throw PictureFault.damaged("its pixels are missing");
        }
        long all = 0;
        for (int n = 0; n < at.length; n++) {
            long size = length.length == 0 ? in.length() - at[n] : length[n];
            all += size;
            if (size < 0 || at[n] + size > in.length()) {
                throw new PictureFault("it is truncated: strip or tile " + n + " lies beyond the file's end");
            } else if (compression != UNCOMPRESSED && all > in.length()) {
                throw PictureFault.damaged("its strips or tiles overlap");
            } else if (deflated) {
                requireWholeDeflate(in, at[n], size);
            }
        }
    }

    private void requireWholeDeflate(ImageInputStream in, long at, long size) throws IOException {
        Inflater inflater = new Inflater();
        try {
            byte[] data = new byte[(int) Math.min(size, 1 << 16)];
            byte[] sink = new byte[1 << 16];
            in.seek(at);
            for (long left = size; !inflater.finished(); ) {
                if (inflater.needsInput()) {
                    int count = (int) Math.min(left, data.length);
                    if (count == 0) {
                        throw PictureFault.damaged("a compressed part has no end");
                    }
                    in.readFully(data, 0, count);
                    inflater.setInput(data, 0, count);
                    left -= count;
                }
                if (inflater.inflate(sink) == 0 && inflater.needsDictionary()) {
                    throw PictureFault.damaged("a compressed part has no start");
                } else if (inflater.getBytesWritten() > bytes + PADDING) {
                    throw PictureFault.damaged("a compressed part holds more than its pixels");
                }
            }
        } catch (DataFormatException e) {
            throw PictureFault.damaged("a compressed part is broken");
        } finally {
            inflater.end();
        }
    }
}
