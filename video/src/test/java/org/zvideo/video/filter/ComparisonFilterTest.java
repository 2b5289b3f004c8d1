package org.zvideo.video.filter;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.Test;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.VideoReader;

class ComparisonFilterTest {
    private static final Path BUNNY = Path.of(System.getProperty("zvideo.testdata"), "clips/bunny.mp4");
    private static final long FRAME = 40_000;

    /** A wipe has to show both sides of a clip that is shorter than its period. Oracle: columns that are the result's white. */
    @Test
    void aShortClipShowsSourceAndResult() {
        double most = 0;
        double least = 1;
        ComparisonFilter filter =
                new ComparisonFilter(BUNNY, ReadOptions.DEFAULT, 0, Optional.empty(), ComparisonFilter.Layout.WIPE);
        filter.reshape(eightFrames());
        filter.start();
        RgbImage white = new RgbImage(100, 50);
        Arrays.fill(white.pixels(), (byte) -1);
        for (int n = 0; n < 8; n++) {
            try (Frame frame = RgbFrames.toFrame(white, n * FRAME)) {
                filter.push(frame);
            }
            RgbImage both = RgbFrames.toImage(filter.pull());
            int shown = 0;
            for (int x = 0; x < both.width(); x++) {
                shown += (both.at(x, 25, 2) & 0xff) < 250 ? 1 : 0;
            }
            most = Math.max(most, shown / 100.0);
            least = Math.min(least, shown / 100.0);
        }
        filter.stop();
        assertTrue(least < 0.1, "share of the source at least " + least);
        assertTrue(most > 0.9, "share of the source at most " + most);
    }

    private static MediaInfo eightFrames() {
        try (VideoReader reader = VideoReader.open(BUNNY, Clip.WHOLE, ReadOptions.DEFAULT)) {
            MediaInfo info = reader.info();
            return new MediaInfo(
                    100,
                    50,
                    info.frameRate(),
                    info.timeBase(),
                    info.sampleAspect(),
                    info.colors(),
                    info.codec(),
                    8,
                    0,
                    0.32);
        }
    }
}
