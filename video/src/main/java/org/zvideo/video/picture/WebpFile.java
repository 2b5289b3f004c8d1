package org.zvideo.video.picture;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.stream.ImageInputStream;

/**
 * The chunks of a WebP. Of an animation, the first picture is used, on its canvas.
 *
 * @param width of the canvas, in pixels; 0 if only the picture itself states it
 * @param height of the canvas, in pixels; 0 if only the picture itself states it
 * @param left the horizontal position of the first picture on the canvas
 * @param top the vertical position of the first picture on the canvas
 * @param head a header that turns the bytes of the first picture into a complete file
 * @param at the position where these bytes start
 * @param length the number of these bytes
 * @param animated whether there are more pictures
 */
record WebpFile(
        int width,
        int height,
        int left,
        int top,
        byte[] head,
        long at,
        long length,
        boolean animated,
        PictureMetadata metadata) {
    private static final int CHUNKS = 12;
    private static final int CHUNK_HEAD = 8;
    private static final int FRAME_HEAD = 16;
    private static final int EXTENDED = 30;
    private static final byte ALPHA = 0x10;

    /** Walks through all chunks. */
    static WebpFile read(ImageInputStream in) throws IOException {
        in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        in.seek(4);
        long end = in.readUnsignedInt() + 8;
        if (end > in.length()) {
            throw new PictureFault("it is truncated: the file ends before its end");
        }
        int width = 0;
        int height = 0;
        PictureMetadata metadata = PictureMetadata.NONE;
        WebpFile first = null;
        try {
            for (long at = CHUNKS; at + CHUNK_HEAD <= end; ) {
                in.seek(at);
                byte[] name = new byte[4];
                in.readFully(name);
                long length = in.readUnsignedInt();
                switch (new String(name, StandardCharsets.ISO_8859_1)) {
                    case "VP8X" -> {
                        in.skipBytes(4);
                        width = three(in) + 1;
                        height = three(in) + 1;
                    }
                    case "ICCP" ->
                        metadata = length > PictureMetadata.LARGEST_PROFILE
                                ? metadata
                                : metadata.withProfile(bytes(in, (int) length));
                    case "EXIF" -> metadata = metadata.withOrientation(Orientation.ofExif(in, at + CHUNK_HEAD, length));
                    case "ANMF" -> first = first == null ? frame(in, at + CHUNK_HEAD, length) : first;
                    default -> {}
                }
                at += CHUNK_HEAD + length + length % 2;
            }
        } catch (EOFException e) {
            throw new PictureFault("it is truncated: the file ends before its end", e);
        }
        return first == null
                ? new WebpFile(0, 0, 0, 0, new byte[0], 0, in.length(), false, metadata)
                : new WebpFile(
                        width, height, first.left, first.top, first.head, first.at, first.length, true, metadata);
    }

    private static WebpFile frame(ImageInputStream in, long at, long length) throws IOException {
        int left = 2 * three(in);
        int top = 2 * three(in);
        int width = three(in);
        int height = three(in);
        long size = length - FRAME_HEAD;
        if (size < CHUNK_HEAD || at + length > in.length()) {
            throw PictureFault.damaged("its first picture is empty");
        }
        ByteBuffer head = ByteBuffer.allocate(EXTENDED).order(ByteOrder.LITTLE_ENDIAN);
        head.put("RIFF".getBytes(StandardCharsets.ISO_8859_1)).putInt((int) (EXTENDED - CHUNK_HEAD + size));
        head.put("WEBPVP8X".getBytes(StandardCharsets.ISO_8859_1)).putInt(10).putInt(ALPHA);
        head.putShort((short) width)
                .put((byte) (width >> 16))
                .putShort((short) height)
                .put((byte) (height >> 16));
        return new WebpFile(
                width + 1, height + 1, left, top, head.array(), at + FRAME_HEAD, size, true, PictureMetadata.NONE);
    }

    private static int three(ImageInputStream in) throws IOException {
        return in.readUnsignedByte() | in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16;
    }

    private static byte[] bytes(ImageInputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }
}
