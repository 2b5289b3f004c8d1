package org.zvideo.video.picture;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.imageio.stream.ImageInputStream;
import org.zvideo.video.picture.FfmpegRows.Span;

/**
 * The chunks of a PNG, up to its end.
 *
 * @param width in pixels
 * @param height in pixels
 * @param pixels the chunks that the picture is decoded from
 * @param transparent the transparent level of gray, in 8 bits, of pictures with fewer bits, which FFmpeg ignores
 * @param videoColors whether it states high dynamic range, or the primary colors of BT.2020 (PNG, third edition, 11.3.2.6)
 */
record PngFile(
        long width,
        long height,
        List<Span> pixels,
        OptionalInt transparent,
        boolean videoColors,
        PictureMetadata metadata) {
    /** What a PNG starts with. */
    static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    /** FFmpeg unpacks texts and profiles too, to whatever size. */
    private static final Set<String> PIXELS = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

    private static final int AROUND = 12;
    private static final int MOST_CHUNKS = 500_000;
    private static final int BUFFER = 1 << 16;
    /** Numbers of H.273. */
    private static final int BT2020 = 9;

    private static final int PQ = 16;
    private static final int HLG = 18;

    /** Walks through all chunks. Whether those of the pixels are intact is for the decoder to say. */
    static PngFile read(ImageInputStream in) throws IOException {
        in.setByteOrder(ByteOrder.BIG_ENDIAN);
        long at = SIGNATURE.length;
        List<Span> pixels = new ArrayList<>();
        long width = 0;
        long height = 0;
        int bits = 0;
        int kindOfColor = 0;
        OptionalInt transparent = OptionalInt.empty();
        boolean standard = false;
        boolean videoColors = false;
        PictureMetadata metadata = PictureMetadata.NONE;
        try {
            for (int chunks = 0; ; chunks++) {
                if (chunks > MOST_CHUNKS) {
                    throw PictureFault.damaged("it has more than " + MOST_CHUNKS + " parts");
                }
                in.seek(at);
                long length = in.readUnsignedInt();
                byte[] name = new byte[4];
                in.readFully(name);
                String kind = new String(name, StandardCharsets.ISO_8859_1);
                if (PIXELS.contains(kind)) {
                    add(pixels, at, AROUND + length);
                } else {
                    requireWhole(in, name, length);
                    in.seek(at + 8);
                }
                switch (kind) {
                    case "IHDR" -> {
                        width = in.readUnsignedInt();
                        height = in.readUnsignedInt();
                        bits = in.readUnsignedByte();
                        kindOfColor = in.readUnsignedByte();
                    }
                    case "sRGB" -> standard = true;
                    case "cICP" -> {
                        int primaries = in.readUnsignedByte();
                        int transfer = in.readUnsignedByte();
                        videoColors = primaries == BT2020 || transfer == PQ || transfer == HLG;
                    }
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
                                pixels,
                                transparent,
                                videoColors,
                                standard ? PictureMetadata.NONE.withOrientation(metadata.orientation()) : metadata);
                    }
                    default -> {}
                }
                at += AROUND + length;
            }
        } catch (EOFException e) {
            throw new PictureFault(
                    width == 0 ? "its header cannot be read: it is damaged" : "the PNG has no end: it is truncated");
        }
    }

    private static void add(List<Span> spans, long at, long length) {
        Span last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
        if (last != null && last.at() + last.length() == at) {
            spans.set(spans.size() - 1, new Span(last.at(), last.length() + length));
        } else {
            spans.add(new Span(at, length));
        }
    }

    /** Requires the checksum of a chunk that no decoder sees. */
    private static void requireWhole(ImageInputStream in, byte[] name, long length) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(name);
        byte[] buffer = new byte[(int) Math.min(length, BUFFER)];
        for (long left = length; left > 0; ) {
            int count = (int) Math.min(left, buffer.length);
            in.readFully(buffer, 0, count);
            sum.update(buffer, 0, count);
            left -= count;
        }
        if (in.readUnsignedInt() != sum.getValue()) {
            throw PictureFault.damaged("the checksum of a part does not match");
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
