package org.zvideo.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.RgbImage;

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
        RgbImage image = new RgbImage(3, 2);
        Path file = folder.resolve("really-a-png.jpg");
        Files.write(file, StillImage.encode(image, folder.resolve("x.png")));
        assertEquals(image, StillImage.read("style", file));
    }

    @Test
    void whatIsNoPictureIsRefused() throws IOException {
        byte[] jpeg = Files.readAllBytes(JPEG);
        refused(Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(jpeg, jpeg.length / 2)), "truncated");
        refused(Files.write(folder.resolve("empty.jpg"), new byte[0]), "empty");
        refused(Files.writeString(folder.resolve("page.jpg"), "<html>"), "not a picture");
        refused(Files.write(folder.resolve("broken.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0}),
                "cannot be decoded");
    }

    private static void refused(Path file, String word) {
        MediaException error = assertThrows(MediaException.class, () -> StillImage.read("style", file));
        assertEquals(MediaException.Problem.BAD_INPUT, error.problem());
        assertTrue(error.getMessage().contains(word) && error.getMessage().startsWith("style "), error.getMessage());
    }
}
