package org.zvideo.video.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.Mask;
import org.zvideo.core.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.TestMedia;
import org.zvideo.video.VideoReader;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.picture.StillImage;

/** Oracle: mask files whose brightness is written down: frame n of a video has level 25·n. */
class StyleMasksTest {
    private static final int FRAMES = 6;

    @TempDir
    Path folder;

    @Test
    void aVideoFollowsTheClipByTimeAndItsLastFrameStays() throws IOException {
        try (MaskSource mask = MaskSource.open(video("mask.y4m", FRAMES), 3)) {
            long[] times = {0, 98_000, 100_000, 250_000, 499_900, 3_000_000};
            int[] frames = {0, 0, 1, 2, 5, 5};
            for (int n = 0; n < times.length; n++) {
                Mask at = mask.at(times[n]);
                assertEquals(25 * frames[n] / 255.0, at.values()[0], 0.02, "at " + times[n] + " µs");
                assertEquals(3, at.feather());
            }
        }
    }

    @Test
    void oneMaskForTwoStylesGivesTheFirstTheBlack() throws IOException {
        Path file = picture("grey.png", 200);
        try (StyleMasks masks = StyleMasks.open(List.of(file), 2, false, 0)) {
            assertEquals(1 - 200 / 255.0, masks.at(0).get(0).values()[0], 1e-3);
            assertEquals(200 / 255.0, masks.at(0).get(1).values()[0], 1e-3);
        }
        try (StyleMasks inverted = StyleMasks.open(List.of(file), 1, true, 0)) {
            assertEquals(1 - 200 / 255.0, inverted.at(0).get(0).values()[0], 1e-3);
        }
        try (StyleMasks none = StyleMasks.open(List.of(), 2, false, 0)) {
            assertEquals(List.of(), none.at(0));
        }
    }

    @Test
    void aMaskThatEndsBeforeTheClipIsRefused() throws IOException {
        Path clip = TestMedia.y4m(folder.resolve("clip.y4m"), 32, 32, 10, "10:1");
        Path shorter = video("short.y4m", FRAMES);
        try (StyleMasks masks = StyleMasks.open(List.of(shorter), 1, false, 0)) {
            MediaException error = assertThrows(MediaException.class, () -> follow(masks, clip, Clip.WHOLE));
            assertEquals(MediaException.Problem.BAD_INPUT, error.problem());
            assertTrue(error.getMessage().contains("ends at 0.60 s, the clip at 1.00 s"), error.getMessage());
            follow(masks, clip, TestMedia.part(0.2, 4));
        }
    }

    private static void follow(StyleMasks masks, Path clip, Clip part) {
        try (VideoReader reader = VideoReader.open(clip, part, ReadOptions.DEFAULT)) {
            masks.follow(reader.info(), part);
        }
    }

    @Test
    void wrongCountsAndFilesAreSaid() throws IOException {
        Path file = picture("grey.png", 200);
        fails(MediaException.Problem.USAGE, "2 mask(s) for 1 style(s)", List.of(file, file), 1);
        fails(MediaException.Problem.USAGE, "1 mask(s) for 3 style(s)", List.of(file), 3);
        fails(MediaException.Problem.MISSING_INPUT, "no such file", List.of(folder.resolve("absent.png")), 1);
        Path text = Files.writeString(folder.resolve("text.png"), "no picture");
        fails(MediaException.Problem.BAD_INPUT, "neither a picture nor a video", List.of(text), 1);
    }

    private static void fails(MediaException.Problem problem, String word, List<Path> files, int styles) {
        MediaException error = assertThrows(MediaException.class, () -> StyleMasks.open(files, styles, false, 0));
        assertEquals(problem, error.problem());
        assertTrue(error.getMessage().contains(word), error.getMessage());
    }

    private Path picture(String name, int level) throws IOException {
        RgbImage image = new RgbImage(8, 8);
        Arrays.fill(image.pixels(), (byte) level);
        Path file = folder.resolve(name);
        return Files.write(file, StillImage.encode(image, file));
    }

    /** Ten frames a second; luma in limited range. */
    private Path video(String name, int frames) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("YUV4MPEG2 W32 H32 F10:1 Ip A1:1 C444\n".getBytes(StandardCharsets.US_ASCII));
        for (int frame = 0; frame < frames; frame++) {
            out.writeBytes("FRAME\n".getBytes(StandardCharsets.US_ASCII));
            for (int n = 0; n < 3 * 32 * 32; n++) {
                out.write(n < 32 * 32 ? (int) Math.round(16 + 219 * 25.0 * frame / 255) : 128);
            }
        }
        return Files.write(folder.resolve(name), out.toByteArray());
    }
}
