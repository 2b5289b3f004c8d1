package org.zvideo.video.picture;

import static org.bytedeco.opencv.global.opencv_core.CV_16UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_16UC3;
import static org.bytedeco.opencv.global.opencv_core.CV_16UC4;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC4;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.TestMedia;
import org.zvideo.video.error.MediaException;

class StillImageTest {
    private static final Path JPEG = TestMedia.TESTDATA.resolve("photos/chelsea.jpg");

    @TempDir
    Path folder;

    /** Oracle: the picture that was written; PNG, BMP and TIFF are lossless. */
    @Test
    void losslessFormatsGiveBackWhatWasWritten() throws IOException {
        RgbImage image = StillImage.read("picture", JPEG);
        for (String ending : new String[] {"png", "bmp", "tiff"}) {
            Path file = folder.resolve("copy." + ending);
            Files.write(file, StillImage.encode(image, file));
            assertEquals(image, StillImage.read("picture", file), ending);
        }
    }

    /** Oracle: {@code javax.imageio} reads the same JPEG; decoders may differ by rounding. */
    @Test
    void readsTheSamePixelsAsAnotherDecoder() throws IOException {
        RgbImage image = StillImage.read("picture", JPEG);
        var other = javax.imageio.ImageIO.read(JPEG.toFile());
        assertEquals(other.getWidth(), image.width());
        assertEquals(other.getRGB(200, 100) >> 16 & 0xff, image.at(200, 100, 0), 3);
        assertEquals(other.getRGB(200, 100) >> 8 & 0xff, image.at(200, 100, 1), 3);
        assertEquals(other.getRGB(200, 100) & 0xff, image.at(200, 100, 2), 3);
    }

    @Test
    void aPngUnderAnotherNameIsReadByItsContent() throws IOException {
        RgbImage image = new RgbImage(13, 12);
        Path file = folder.resolve("really-a-png.jpg");
        Files.write(file, StillImage.encode(image, folder.resolve("x.png")));
        assertEquals(image, StillImage.read("style", file));
    }

    @Test
    void whatIsNoPictureIsRefused() throws IOException {
        byte[] jpeg = Files.readAllBytes(JPEG);
        refused(Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(jpeg, jpeg.length / 2)), "truncated");
        refused(Files.write(folder.resolve("empty.jpg"), new byte[0]), "empty");
        refused(Files.writeString(folder.resolve("page.jpg"), "<html>"), "not a supported picture");
        refused(
                Files.write(folder.resolve("broken.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0}),
                "header cannot be read");
    }

    /** Rows 36, 40 and 41: refused by the header, before anything of that size exists. */
    @Test
    void whatCannotBeUsedIsRefusedByItsHeader() throws IOException {
        byte[] png = StillImage.encode(new RgbImage(40, 30), Path.of("x.png"));
        refused(
                Files.write(folder.resolve("bomb.png"), resized(png, 60000, 60000)),
                "60000x60000 exceeds 100 megapixels");
        Path dot = folder.resolve("dot.png");
        Files.write(dot, StillImage.encode(new RgbImage(1, 1), dot));
        assertTrue(assertThrows(MediaException.class, () -> StillImage.readStyle(dot))
                .getMessage()
                .contains("too small"));
        refused(Files.writeString(folder.resolve("x.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), "PNG, JPEG");
    }

    private static byte[] resized(byte[] png, int width, int height) {
        ByteBuffer bytes = ByteBuffer.wrap(png.clone()).putInt(16, width).putInt(20, height);
        CRC32 sum = new CRC32();
        sum.update(bytes.array(), 12, 17);
        return bytes.putInt(29, (int) sum.getValue()).array();
    }

    /** Row 37. Oracle: the EXIF standard's table of the eight orientations, corner by corner. */
    @ParameterizedTest
    @CsvSource({"1,0 1 2 3", "2,1 0 3 2", "3,3 2 1 0", "4,2 3 0 1", "5,0 2 1 3", "6,2 0 3 1", "7,3 1 2 0", "8,1 3 0 2"})
    void exifOrientationsAreApplied(int orientation, String corners) throws IOException {
        RgbImage image = new RgbImage(64, 32);
        for (int n = 0; n < 64 * 32; n++) {
            int corner = (n / 64 < 16 ? 0 : 2) + (n % 64 < 32 ? 0 : 1);
            Arrays.fill(image.pixels(), 3 * n, 3 * n + 3, (byte) (40 + 60 * corner));
        }
        byte[] jpeg = StillImage.encode(image, Path.of("x.jpg"));
        byte[] exif = {
            (byte) 0xff,
            (byte) 0xe1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1,
            1,
            18,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            (byte) orientation,
            0,
            0,
            0,
            0,
            0,
            0
        };
        byte[] all = new byte[jpeg.length + exif.length];
        System.arraycopy(jpeg, 0, all, 0, 2);
        System.arraycopy(exif, 0, all, 2, exif.length);
        System.arraycopy(jpeg, 2, all, 2 + exif.length, jpeg.length - 2);
        RgbImage read = StillImage.read("style", Files.write(folder.resolve("x.jpg"), all));
        boolean turned = orientation > 4;
        assertEquals(turned ? 32 : 64, read.width());
        StringBuilder found = new StringBuilder();
        for (int corner = 0; corner < 4; corner++) {
            int x = corner % 2 == 0 ? 4 : read.width() - 5;
            int y = corner / 2 == 0 ? 4 : read.height() - 5;
            found.append(Math.round((read.at(x, y, 0) - 40) / 60.0)).append(' ');
        }
        assertEquals(corners, found.toString().strip());
    }

    /** Row 38. Oracle: the sRGB transfer function of linear light. */
    @Test
    void profilesAreConvertedToSrgb() throws IOException {
        RgbImage image = new RgbImage(16, 16);
        for (int n = 0; n < 256; n++) {
            Arrays.fill(image.pixels(), 3 * n, 3 * n + 3, (byte) n);
        }
        byte[] png = StillImage.encode(image, Path.of("x.png"));
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        RgbImage read = StillImage.read(
                "style",
                Files.write(
                        folder.resolve("linear.png"),
                        withChunk(
                                png,
                                "iCCP",
                                concat("linear\0\0".getBytes(StandardCharsets.ISO_8859_1), deflated(profile)))));
        for (int n = 16; n < 256; n += 24) {
            double linear = n / 255.0;
            double expected = 255 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055);
            assertEquals(expected, read.at(n % 16, n / 16, 1), 1.5, "level " + n);
        }
        byte[] bomb = deflated(new byte[100_000_000]);
        assertEquals(
                image,
                StillImage.read(
                        "style",
                        Files.write(
                                folder.resolve("bomb.png"),
                                withChunk(png, "iCCP", concat("x\0\0".getBytes(StandardCharsets.ISO_8859_1), bomb)))),
                "a profile of 100 MB is none");
    }

    private static byte[] withChunk(byte[] png, String kind, byte[] data) {
        CRC32 sum = new CRC32();
        sum.update(kind.getBytes(StandardCharsets.US_ASCII));
        sum.update(data);
        return ByteBuffer.allocate(png.length + data.length + 12)
                .put(png, 0, 33)
                .putInt(data.length)
                .put(kind.getBytes(StandardCharsets.US_ASCII))
                .put(data)
                .putInt((int) sum.getValue())
                .put(png, 33, png.length - 33)
                .array();
    }

    private static byte[] deflated(byte[] data) {
        Deflater deflater = new Deflater();
        deflater.setInput(data);
        deflater.finish();
        byte[] out = new byte[data.length / 2 + 1000];
        return Arrays.copyOf(out, deflater.deflate(out));
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    /** Rows 38 and 39. Oracle: arithmetic. */
    @Test
    void depthsAndTransparencyBecomeEightBitsOverWhite() throws IOException {
        int[][] kinds = {{CV_8UC4, 255}, {CV_16UC4, 65535}, {CV_16UC3, 65535}, {CV_8UC1, 255}, {CV_16UC1, 65535}};
        for (int[] kind : kinds) {
            try (PointerScope scope = new PointerScope()) {
                double top = kind[1];
                Mat mat = new Mat(20, 20, kind[0], new Scalar(top, 0, 0, top * 0.4)); // blue, mostly transparent
                BytePointer encoded = new BytePointer();
                imencode(".png", mat, encoded);
                byte[] bytes = new byte[(int) encoded.limit()];
                encoded.get(bytes);
                RgbImage read = StillImage.read("style", Files.write(folder.resolve("x.png"), bytes));
                boolean alpha = mat.channels() == 4;
                boolean gray = mat.channels() == 1;
                assertEquals(alpha ? 153 : gray ? 255 : 0, read.at(5, 5, 0), 1);
                assertEquals(255, read.at(5, 5, 2), 1);
            }
        }
    }

    private static void refused(Path file, String word) {
        MediaException error = assertThrows(MediaException.class, () -> StillImage.read("style", file));
        assertEquals(ErrorKind.BAD_INPUT, error.kind());
        assertTrue(error.getMessage().contains(word) && error.getMessage().startsWith("style "), error.getMessage());
    }
}
