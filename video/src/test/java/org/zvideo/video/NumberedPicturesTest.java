package org.zvideo.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.picture.PictureFiles;
import org.zvideo.video.picture.StillImage;

/** M13: what numbered pictures state, and what is wrong with one of them. Their kinds: PictureVariants. */
class NumberedPicturesTest {
    private static final ReadOptions FORGIVING = new ReadOptions(ReadOptions.MAX_PIXELS, Set.of(), true);

    @TempDir
    Path folder;

    /** Oracle: the same picture alone, which other tests compare with the formulas of turns and profiles. */
    @Test
    void turnsProfilesAndContentsCountAsInOnePicture() throws IOException {
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        List<byte[]> lying =
                List.of(PictureFiles.png(6), PictureFiles.tiff(8), PictureFiles.webp(5), PictureFiles.png(7));
        same("turned%d.png", lying, PictureFiles.HEIGHT);
        same("linear%d.tif", List.of(PictureFiles.tiff(profile), PictureFiles.tiff(1)), PictureFiles.WIDTH);
        same("named%d.jpg", List.of(PictureFiles.animation(), PictureFiles.png(1)), PictureFiles.WIDTH);
    }

    private void same(String pattern, List<byte[]> files, int width) throws IOException {
        for (int n = 0; n < files.size(); n++) {
            Files.write(folder.resolve(String.format(pattern, n)), files.get(n));
        }
        TestMedia.Contents film = TestMedia.read(folder.resolve(pattern));
        assertEquals(width, film.info().width(), pattern);
        assertEquals(files.size(), film.frames().size(), pattern);
        for (int n = 0; n < files.size(); n++) {
            RgbImage alone = StillImage.read("picture", folder.resolve(String.format(pattern, n)));
            assertArrayEquals(alone.pixels(), film.frames().get(n).pixels(), pattern + " " + n);
            assertEquals(n / 25.0, film.times().get(n), 1e-9);
        }
    }

    @Test
    void aPictureOfAnotherSizeIsNamed() throws IOException {
        gray("s1.png", 32, 24, 10);
        gray("s2.png", 32, 24, 20);
        gray("s3.png", 24, 32, 30);
        MediaException error = assertThrows(MediaException.class, () -> TestMedia.read(folder.resolve("s%d.png")));
        assertEquals(
                "video " + folder.resolve("s%d.png")
                        + ": s3.png is 24x32, those before it are 32x24; make all of one size",
                error.getMessage());
        assertEquals(ErrorKind.BAD_INPUT, error.kind());
    }

    /** Oracle: the frames that are left; the one before a damaged picture lasts as long as both. */
    @Test
    void damagedPicturesAreNamedOrLeftOut() throws IOException {
        for (int n = 0; n < 5; n++) {
            gray("d" + n + ".png", 32, 24, 40 * n);
        }
        for (String bad : List.of("d0.png", "d2.png")) {
            Path file = folder.resolve(bad);
            Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 60));
        }
        Path film = folder.resolve("d%d.png");
        String message =
                assertThrows(MediaException.class, () -> TestMedia.read(film)).getMessage();
        assertTrue(message.startsWith("video " + film + ": d0.png: ") && message.contains("truncated"), message);
        SourceScan scan = SourceScan.of(film, Clip.WHOLE, FORGIVING);
        assertEquals(3, scan.info().frames());
        assertEquals(2, scan.damage().frames());
        assertTrue(
                scan.damage().findings().toString().contains("d2.png: "),
                scan.damage().toString());
    }

    /** HDR and BT.2020 stay with FFmpeg, which knows how to convert them. Oracle: the same numbers without the tag differ. */
    @Test
    void colorsOfVideoAreConverted() throws IOException {
        for (int n = 0; n < 2; n++) {
            Files.write(folder.resolve("pq" + n + ".png"), PictureFiles.pq());
        }
        MediaException alone =
                assertThrows(MediaException.class, () -> StillImage.read("style", folder.resolve("pq0.png")));
        assertTrue(alone.getMessage().contains("HDR"), alone.getMessage());
        SourceScan scan = SourceScan.of(folder.resolve("pq%d.png"), Clip.WHOLE, ReadOptions.DEFAULT);
        assertTrue(scan.notes().toString().contains("tone-mapped"), scan.notes().toString());
    }

    private void gray(String name, int width, int height, int level) throws IOException {
        RgbImage image = new RgbImage(width, height);
        Arrays.fill(image.pixels(), (byte) level);
        Files.write(folder.resolve(name), StillImage.encode(image, folder.resolve(name)));
    }
}
