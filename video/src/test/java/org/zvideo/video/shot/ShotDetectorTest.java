package org.zvideo.video.shot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.TimedFrames;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.picture.StillImage;

/** Oracle: the clip is put together here, so its cuts are known. */
class ShotDetectorTest {
    private static final Path TESTDATA = Path.of(System.getProperty("zvideo.testdata"));
    private static final int WIDTH = 256;
    private static final int HEIGHT = 144;

    @TempDir
    Path folder;

    @Test
    void allCutsAreFoundAndNoneInvented() throws Exception {
        List<RgbImage> frames = new ArrayList<>();
        List<Long> cuts = new ArrayList<>();
        try (Stream<Path> photos = Files.list(TESTDATA.resolve("photos"));
                Stream<Path> styles = Files.list(TESTDATA.resolve("styles"))) {
            for (Path picture : Stream.concat(photos, styles)
                    .filter(StillImage::isPicture)
                    .sorted()
                    .toList()) {
                frames.addAll(pan(StillImage.read("picture", picture)));
                cuts.add((long) frames.size());
                frames.addAll(bunny(20));
                cuts.add((long) frames.size());
            }
        }
        cuts.remove(cuts.size() - 1);
        assertTrue(cuts.size() >= 10, "the clip has cuts: " + cuts);
        assertEquals(cuts, found(frames, new ShotDetector()));
    }

    /** Light, flashes and black leave the composition, or come back to it. */
    @Test
    void changesOfLightAreNoCuts() throws Exception {
        List<RgbImage> frames = bunny(40);
        for (int n = 5; n < 10; n++) {
            frames.set(n, lit(frames.get(n), 1.6)); // a lamp goes on and off
        }
        frames.set(15, lit(frames.get(15), 100)); // a white flash
        for (int n = 20; n < 24; n++) {
            frames.set(n, lit(frames.get(n), 0)); // the lens is covered
        }
        frames.set(
                30,
                pan(StillImage.read("picture", TESTDATA.resolve("photos/coffee.jpg")))
                        .get(0)); // one stray frame
        assertEquals(List.of(), found(frames, new ShotDetector()));
    }

    /** Oracle: the first frame that is not black. */
    @Test
    void blackBetweenShotsBelongsToTheOneBefore() throws Exception {
        List<RgbImage> frames = bunny(10);
        for (int n = 0; n < 5; n++) {
            frames.add(lit(frames.get(0), 0));
        }
        frames.addAll(pan(StillImage.read("picture", TESTDATA.resolve("photos/coffee.jpg"))));
        assertEquals(List.of(15L), found(frames, new ShotDetector()));
    }

    @Test
    void listedCutsAreFramesAndTimes() throws Exception {
        Path list = Files.writeString(folder.resolve("cuts.txt"), "# my cuts\n3\n\n0.28\n0:01.0\n");
        assertEquals(List.of(3L, 7L, 25L), found(bunny(40), ListedCuts.read(list)));
        Path marked =
                Files.writeString(folder.resolve("marked.txt"), "\uFEFF3\r\n0.28\r\n1.0"); // as editors of Windows do
        assertEquals(List.of(3L, 7L, 25L), found(bunny(40), ListedCuts.read(marked)));
        Path wrong = Files.writeString(folder.resolve("wrong.txt"), "here\n");
        MediaException error = assertThrows(MediaException.class, () -> ListedCuts.read(wrong));
        assertEquals(ErrorKind.BAD_INPUT, error.kind());
        assertThrows(MediaException.class, () -> ListedCuts.read(folder.resolve("absent.txt")));
    }

    private static List<Long> found(List<RgbImage> frames, Cuts cuts) {
        List<Long> found = new ArrayList<>();
        for (int n = 0; n < frames.size(); n++) {
            if (cuts.at(
                    n,
                    n / 25.0,
                    frames.get(n),
                    n + 1 < frames.size() ? Optional.of(frames.get(n + 1)) : Optional.empty())) {
                found.add((long) n);
            }
        }
        return found;
    }

    /** A fast pan, 5 pixels a frame. */
    private static List<RgbImage> pan(RgbImage picture) {
        RgbImage wide = StillImage.resized(picture, 2 * WIDTH, 2 * HEIGHT);
        List<RgbImage> frames = new ArrayList<>();
        for (int n = 0; n < 25; n++) {
            RgbImage frame = new RgbImage(WIDTH, HEIGHT);
            for (int y = 0; y < HEIGHT; y++) {
                System.arraycopy(
                        wide.pixels(), 3 * ((y + 2 * n) * 2 * WIDTH + 5 * n), frame.pixels(), 3 * y * WIDTH, 3 * WIDTH);
            }
            frames.add(frame);
        }
        return frames;
    }

    private static List<RgbImage> bunny(int count) {
        List<RgbImage> frames = TimedFrames.images(
                TESTDATA.resolve("clips/bunny.mp4"), Clip.of(0, (long) count), ReadOptions.DEFAULT, Optional.empty());
        frames.replaceAll(frame -> StillImage.resized(frame, WIDTH, HEIGHT));
        return frames;
    }

    private static RgbImage lit(RgbImage frame, double gain) {
        RgbImage lit = new RgbImage(frame.width(), frame.height());
        for (int n = 0; n < frame.pixels().length; n++) {
            lit.pixels()[n] = (byte) Math.min(255, Math.round(gain * (frame.pixels()[n] & 0xff)));
        }
        return lit;
    }
}
