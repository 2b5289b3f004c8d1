package org.zvideo.video.picture;

import java.awt.Transparency;
import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.zvideo.core.RgbImage;

/** The ICC profile that a JPEG or PNG carries: what its numbers mean where that is not sRGB. */
final class ColorProfile {
    private static final String JPEG_TAG = "ICC_PROFILE\0";
    private static final int LARGEST = 4 << 20;

    private final ICC_Profile profile;

    private ColorProfile(ICC_Profile profile) {
        this.profile = profile;
    }

    /** The profile in a file; empty if there is none, or none for RGB that can be read. */
    static Optional<ColorProfile> of(byte[] file) {
        try {
            byte[] data = file.length > 8 && file[0] == (byte) 0x89 ? ofPng(ByteBuffer.wrap(file))
                    : file.length > 4 && file[0] == (byte) 0xff ? ofJpeg(ByteBuffer.wrap(file)) : new byte[0];
            if (data.length == 0) {
                return Optional.empty();
            }
            ICC_Profile profile = ICC_Profile.getInstance(data);
            return profile.getColorSpaceType() == ColorSpace.TYPE_RGB ? Optional.of(new ColorProfile(profile))
                    : Optional.empty();
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DataFormatException | CMMException e) {
            return Optional.empty(); // a damaged profile is as good as none
        }
    }

    private static byte[] ofJpeg(ByteBuffer bytes) {
        ByteArrayOutputStream profile = new ByteArrayOutputStream();
        int at = 2;
        while ((bytes.get(at) & 0xff) == 0xff && (bytes.get(at + 1) & 0xff) != 0xda) {
            int length = bytes.getShort(at + 2) & 0xffff;
            int head = JPEG_TAG.length() + 2; // and which part of how many
            if ((bytes.get(at + 1) & 0xff) == 0xe2 && length > 2 + head && new String(bytes.array(), at + 4,
                    JPEG_TAG.length(), StandardCharsets.ISO_8859_1).equals(JPEG_TAG)) {
                profile.write(bytes.array(), at + 4 + head, length - 2 - head);
            }
            at += 2 + length;
        }
        return profile.toByteArray();
    }

    private static byte[] ofPng(ByteBuffer bytes) throws DataFormatException {
        int at = 8;
        while (at + 12 <= bytes.limit()) {
            int length = bytes.getInt(at);
            String kind = new String(bytes.array(), at + 4, 4, StandardCharsets.ISO_8859_1);
            if (length < 0 || kind.equals("IDAT") || kind.equals("sRGB")) {
                return new byte[0];
            }
            if (kind.equals("iCCP")) {
                int name = at + 8;
                while (bytes.get(name) != 0) {
                    name++;
                }
                return inflated(bytes.array(), name + 2, at + 8 + length - name - 2);
            }
            at += 12 + length;
        }
        return new byte[0];
    }

    private static byte[] inflated(byte[] data, int from, int length) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(data, from, length);
            byte[] all = new byte[LARGEST];
            int count = inflater.inflate(all);
            return inflater.finished() ? Arrays.copyOf(all, count) : new byte[0]; // larger ones are no profiles
        } finally {
            inflater.end();
        }
    }

    /** The picture in sRGB. */
    RgbImage toSrgb(RgbImage image) {
        BufferedImage from = wrapped(image, new ICC_ColorSpace(profile));
        BufferedImage to = wrapped(new RgbImage(image.width(), image.height()), ColorSpace.getInstance(ColorSpace.CS_sRGB));
        try {
            new ColorConvertOp(null).filter(from, to);
        } catch (CMMException e) {
            return image;
        }
        return new RgbImage(image.width(), image.height(), ((DataBufferByte) to.getRaster().getDataBuffer()).getData());
    }

    private static BufferedImage wrapped(RgbImage image, ColorSpace space) {
        WritableRaster raster = Raster.createInterleavedRaster(new DataBufferByte(image.pixels(), image.pixels().length),
                image.width(), image.height(), 3 * image.width(), 3, new int[] {0, 1, 2}, null);
        return new BufferedImage(new ComponentColorModel(space, false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE),
                raster, false, null);
    }
}
