package org.zvideo.video.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a picture file's header says, read before anything is decoded: a file of a kilobyte may claim gigapixels.
 *
 * @param width  in pixels
 * @param height in pixels
 * @param cmyk   whether it is a JPEG of four colours
 */
record PictureHeader(long width, long height, boolean cmyk) {
    private static final int JPEG_START = 2;
    private static final int TIFF_ENTRY = 12;
    private static final int TIFF_WIDTH = 256;
    private static final int TIFF_HEIGHT = 257;

    /** The header of a PNG, JPEG, BMP, TIFF or WebP; empty if it cannot be made out. */
    static Optional<PictureHeader> of(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        String start = new String(file, 0, Math.min(16, file.length), StandardCharsets.ISO_8859_1);
        try {
            if (start.startsWith("\u0089PNG")) {
                return Optional.of(new PictureHeader(bytes.getInt(16) & 0xffffffffL, bytes.getInt(20) & 0xffffffffL, false));
            } else if (start.startsWith("\u00ff\u00d8")) {
                return jpeg(bytes);
            } else if (start.startsWith("BM")) {
                bytes.order(ByteOrder.LITTLE_ENDIAN);
                return Optional.of(new PictureHeader(bytes.getInt(18) & 0xffffffffL, Math.abs((long) bytes.getInt(22)), false));
            } else if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
                return tiff(bytes.order(start.startsWith("II") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN));
            } else if (start.startsWith("RIFF")) {
                return webp(bytes.order(ByteOrder.LITTLE_ENDIAN), start.length() < 16 ? "" : start.substring(12, 16));
            }
            return Optional.empty();
        } catch (IndexOutOfBoundsException e) {
            return Optional.empty(); // the decoder says what is wrong
        }
    }

    /** The frame header (SOF) is the first segment with a marker C0…CF that is none of C4, C8, CC. */
    private static Optional<PictureHeader> jpeg(ByteBuffer bytes) {
        int at = JPEG_START;
        while (true) {
            int marker = bytes.getShort(at) & 0xffff;
            int kind = marker & 0xff;
            if (marker >> 8 != 0xff || kind == 0xda || kind == 0xd9) {
                return Optional.empty();
            }
            if (kind >= 0xc0 && kind <= 0xcf && kind != 0xc4 && kind != 0xc8 && kind != 0xcc) {
                return Optional.of(new PictureHeader(bytes.getShort(at + 7) & 0xffff, bytes.getShort(at + 5) & 0xffff,
                        bytes.get(at + 9) == 4));
            }
            at += 2 + (bytes.getShort(at + 2) & 0xffff);
        }
    }

    private static Optional<PictureHeader> tiff(ByteBuffer bytes) {
        int directory = bytes.getInt(4);
        long width = 0;
        long height = 0;
        for (int n = 0; n < (bytes.getShort(directory) & 0xffff); n++) {
            int entry = directory + 2 + TIFF_ENTRY * n;
            int tag = bytes.getShort(entry) & 0xffff;
            long value = bytes.getShort(entry + 2) == 3 ? bytes.getShort(entry + 8) & 0xffff
                    : bytes.getInt(entry + 8) & 0xffffffffL;
            width = tag == TIFF_WIDTH ? value : width;
            height = tag == TIFF_HEIGHT ? value : height;
        }
        return Optional.of(new PictureHeader(width, height, false));
    }

    private static Optional<PictureHeader> webp(ByteBuffer bytes, String kind) {
        return switch (kind) {
            case "VP8 " -> Optional.of(new PictureHeader(bytes.getShort(26) & 0x3fff, bytes.getShort(28) & 0x3fff, false));
            case "VP8L" -> Optional.of(new PictureHeader((bytes.getInt(21) & 0x3fff) + 1,
                    (bytes.getInt(21) >> 14 & 0x3fff) + 1, false));
            case "VP8X" -> Optional.of(new PictureHeader((bytes.getInt(24) & 0xffffff) + 1,
                    (bytes.getInt(26) >> 8 & 0xffffff) + 1, false));
            default -> Optional.empty();
        };
    }
}
