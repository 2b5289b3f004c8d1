package org.zvideo.video.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.zvideo.video.picture.PictureMaker.HEIGHT;
import static org.zvideo.video.picture.PictureMaker.WIDTH;
import static org.zvideo.video.picture.PictureMaker.ascii;
import static org.zvideo.video.picture.PictureMaker.chunk;
import static org.zvideo.video.picture.PictureMaker.deflated;
import static org.zvideo.video.picture.PictureMaker.join;
import static org.zvideo.video.picture.PictureMaker.level;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.PictureMaker.Tiff;

/** What the numbers of a file mean as colors. */
class PictureColorsTest extends PictureVariants {
    /** Row 38. Oracle: the sRGB transfer function of linear light, in every format that carries profiles. */
    @Test
    void profilesCountInEveryFormat() throws IOException {
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        byte[] gray = ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData(); // of linear light, too
        byte[] compressed = join(ascii("linear\0\0"), deflated(profile));
        Map<String, byte[]> files = new LinkedHashMap<>();
        byte[][] rgb = rows(3, (x, y) -> (long) level(x, y, 2) << 16 | level(x, y, 1) << 8 | level(x, y, 0));
        files.put("rgb.png", PictureMaker.png(8, 2, rgb, chunk("iCCP", compressed)));
        byte[][] sixteen = new byte[HEIGHT][];
        for (int y = 0; y < HEIGHT; y++) {
            sixteen[y] = new byte[6 * WIDTH];
            for (int n = 0; n < sixteen[y].length; n++) {
                sixteen[y][n] = rgb[y][n / 2];
            }
        }
        files.put("sixteen.png", PictureMaker.png(16, 2, sixteen, chunk("iCCP", compressed)));
        files.put("plain.webp", PictureMaker.webp(webp(false), false, PictureMaker.riff("ICCP", profile)));
        int[] bytes = new int[profile.length];
        Arrays.setAll(bytes, n -> profile[n] & 0xff);
        for (int bits : new int[] {8, 16}) {
            files.put(
                    bits + ".tif",
                    Tiff.of(bits, 3, 2, samples(3, bits, PictureMaker::level), Map.of(34675, bytes))
                            .bytes());
        }
        files.put(
                "v5.bmp",
                withProfile(
                        PictureMaker.bmp(124, 24, 0, new int[0], new byte[0], false, rows(3, PictureVariants::bgr)),
                        profile));
        files.put(
                "gray.png",
                PictureMaker.png(
                        8, 0, rows(1, PictureMaker::gray), chunk("iCCP", join(ascii("g\0\0"), deflated(gray)))));
        files.put("gray-rgb.png", PictureMaker.png(8, 0, rows(1, PictureMaker::gray), chunk("iCCP", compressed)));
        for (var file : files.entrySet()) {
            RgbImage read = StillImage.read("style", Files.write(folder.resolve(file.getKey()), file.getValue()));
            for (int n = 0; n < WIDTH * HEIGHT; n++) {
                double linear = level(n % WIDTH, n / WIDTH, 0) / 255.0;
                double expected =
                        255 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055);
                assertEquals(expected, read.at(n, 0), 2, file.getKey() + " level " + level(n % WIDTH, n / WIDTH, 0));
            }
        }
    }

    /** The kind MBED of a Windows 5 header: place and size of a profile behind the pixels. */
    private static byte[] withProfile(byte[] bmp, byte[] profile) {
        byte[] all = join(bmp, profile);
        System.arraycopy(ascii("DEBM"), 0, all, 14 + 56, 4);
        System.arraycopy(PictureMaker.number(ByteOrder.LITTLE_ENDIAN, 4, bmp.length - 14), 0, all, 14 + 112, 4);
        System.arraycopy(PictureMaker.number(ByteOrder.LITTLE_ENDIAN, 4, profile.length), 0, all, 14 + 116, 4);
        return all;
    }

    /** A broken profile is as good as none, and one of another kind of colors too. */
    @Test
    void brokenProfilesAreNone() throws IOException {
        byte[] gray = ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData();
        for (byte[] profile : new byte[][] {new byte[300], ascii("not a profile"), gray}) {
            expect("x.webp", PictureMaker.webp(webp(false), false, PictureMaker.riff("ICCP", profile)), 0, false);
        }
    }

    /**
     * Row 36. Oracle: the formulas of Adobe's technical note 5116. A JPEG of four components without Adobe's mark holds ink,
     * with the mark what is left of the paper; of transform 2 its first three are YCbCr of that.
     */
    @Test
    void inkInJpegsIsConverted() throws IOException {
        int[] stored = {200, 90, 40, 30};
        byte[] plain = jpeg(4, stored);
        int[] ink = one(plain);
        int[] adobe = one(withAdobe(plain, 0));
        int[] ycck = one(withAdobe(plain, 2));
        double[] rgb = {
            200 + 1.402 * (40 - 128), 200 - 0.344136 * (90 - 128) - 0.714136 * (40 - 128), 200 + 1.772 * (90 - 128)
        };
        for (int c = 0; c < 3; c++) {
            assertEquals((255 - stored[c]) * (255 - 30) / 255.0, ink[c], 3, "ink, channel " + c);
            assertEquals(stored[c] * 30 / 255.0, adobe[c], 3, "Adobe, channel " + c);
            // libjpeg calls 255 minus these cyan, magenta, yellow, and Adobe's programs store them inverted.
            assertEquals((255 - Math.max(0, Math.min(255, rgb[c]))) * 30 / 255.0, ycck[c], 3, "YCCK, channel " + c);
        }
    }

    /** Components that are named R, G and B, or marked by Adobe as they are, are no YCbCr. */
    @Test
    void rgbInJpegsStaysRgb() throws IOException {
        int[] stored = {200, 90, 40};
        byte[] plain = jpeg(3, stored);
        for (int c = 0; c < 3; c++) {
            assertEquals(stored[c], one(withAdobe(plain, 0))[c], 3, "channel " + c);
        }
        int[] ycc = one(withAdobe(plain, 1));
        assertEquals(200 + 1.402 * (40 - 128), ycc[0], 3);
        assertEquals(200 + 1.772 * (90 - 128), ycc[2], 3);
    }

    private int[] one(byte[] jpeg) throws IOException {
        RgbImage image = StillImage.read("style", Files.write(folder.resolve("x.jpg"), jpeg));
        return new int[] {image.at(5, 5, 0), image.at(5, 5, 1), image.at(5, 5, 2)};
    }

    /** Of one color, as it is stored. */
    private static byte[] jpeg(int components, int[] stored) throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, components, null);
        for (int n = 0; n < 256; n++) {
            raster.setPixel(n % 16, n / 16, stored);
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam options = writer.getDefaultWriteParam();
            options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            options.setCompressionQuality(1);
            writer.write(null, new IIOImage(raster, null, null), options);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static byte[] withAdobe(byte[] jpeg, int transform) {
        byte[] mark = join(new byte[] {(byte) 0xff, (byte) 0xee, 0, 14}, ascii("Adobe"), new byte[] {
            0, 100, 0, 0, 0, 0, (byte) transform
        });
        return join(Arrays.copyOf(jpeg, 2), mark, Arrays.copyOfRange(jpeg, 2, jpeg.length));
    }
}
