package org.zvideo.video.picture;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.imageio.stream.ImageInputStream;

/**
 * The chunks of a PNG, up to its end.
 *
 * @param width in pixels
 * @param height in pixels
 * @param transparent the transparent level of gray, in 8 bits, of pictures with fewer bits, which FFmpeg ignores
 */
record PngFile(long width, long height, OptionalInt transparent, PictureMetadata metadata) {
    private static final int SIGNATURE = 8;

    /** Walks through all chunks. Whether their contents are intact is for the decoder to say. */
    static PngFile read(ImageInputStream in) throws IOException {
        in.setByteOrder(ByteOrder.BIG_ENDIAN);
        long at = SIGNATURE;
        long width = 0;
        long height = 0;
        int bits = 0;
        int kindOfColor = 0;
        OptionalInt transparent = OptionalInt.empty();
        boolean standard = false;
        PictureMetadata metadata = PictureMetadata.NONE;
        try {
            while (true) {
                in.seek(at);
                long length = in.readUnsignedInt();
                byte[] name = new byte[4];
                in.readFully(name);
                String kind = new String(name, StandardCharsets.ISO_8859_1);
                switch (kind) {
                    case "IHDR" -> {
                        width = in.readUnsignedInt();
                        height = in.readUnsignedInt();
                        bits = in.readUnsignedByte();
                        kindOfColor = in.readUnsignedByte();
                    }
                    case "sRGB" -> standard = true;
                    case "iCCP" -> {
                        byte[] profile = profile(in, length);
                        metadata = profile.length == 0 ? metadata : metadata.withProfile(profile);
                    }
                    case "eXIf" -> metadata = metadata.withOrientation(Orientation.ofExif(in, at + 8, length));
                    case "tRNS" -> {
                        if (kindOfColor == 0 && bits < 8) {
                            transparent = OptionalInt.of(
                                    (in.readUnsignedShort() & (1 << bits) - 1) * 255 / ((1 << bits) - 1));
                        }
                    }
                    case "IEND" -> {
                        return new PngFile(
                                width,
                                height,
                                transparent,
                                standard ? PictureMetadata.NONE.withOrientation(metadata.orientation()) : metadata);
                    }
                    default -> {}
                }
                at += 12 + length;
            }
        } catch (EOFException e) {
            throw new PictureFault(
                    width == 0 ? "its header cannot be read: it is damaged" : "the PNG has no end: it is truncated");
        }
    }

    private static byte[] profile(ImageInputStream in, long length) throws IOException {
        if (length > PictureMetadata.LARGEST_PROFILE) {
            return new byte[0];
        }
        byte[] data = new byte[(int) length];
        in.readFully(data);
        int name = 0;
        while (name < data.length && data[name] != 0) {
            name++;
        }
        return name + 2 > data.length ? new byte[0] : inflated(data, name + 2);
    }

    private static byte[] inflated(byte[] data, int from) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(data, from, data.length - from);
            byte[] all = new byte[PictureMetadata.LARGEST_PROFILE];
            int count = inflater.inflate(all);
            return inflater.finished() ? Arrays.copyOf(all, count) : new byte[0]; // larger ones are not profiles
        } catch (DataFormatException e) {
            return new byte[0]; // a damaged profile counts as none
        } finally {
            inflater.end();
        }
    }
}
