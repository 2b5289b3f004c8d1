package org.zvideo.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zvideo.core.RgbImage;
import org.zvideo.video.filter.ComparisonFilter;
import org.zvideo.video.filter.RgbFrames;

/** FFmpeg's filters between frames. Oracle: the same pixels moved by hand, or FFmpeg's filters where the media are made. */
class GraphFilterTest {
    @TempDir
    Path folder;

    private static RgbImage ramp(int shift) {
        RgbImage image = new RgbImage(50, 30);
        for (int n = 0; n < image.pixels().length; n++) {
            image.pixels()[n] = (byte) (7 * n + shift);
        }
        return image;
    }

    @Test
    void framesAreFilteredOneByOneWithTheirTimes() {
        GraphFilter filter = new GraphFilter("hflip");
        long[] times = {0, 40_000, 130_000};
        List<Frame> results = new ArrayList<>();
        filter.start();
        for (int n = 0; n < 3; n++) {
            try (Frame frame = RgbFrames.toFrame(ramp(n), times[n])) {
                filter.push(frame);
            }
            for (Frame next = filter.pull(); next != null; next = filter.pull()) {
                results.add(next);
            }
        }
        filter.push(null);
        assertEquals(3, results.size());
        for (int n = 0; n < 3; n++) {
            assertEquals(times[n], results.get(n).timestamp);
            RgbImage expected = new RgbImage(50, 30);
            for (int y = 0; y < 30; y++) {
                for (int x = 0; x < 50; x++) {
                    System.arraycopy(ramp(n).pixels(), 3 * (50 * y + 49 - x), expected.pixels(), 3 * (50 * y + x), 3);
                }
            }
            assertEquals(expected, RgbFrames.toImage(results.get(n)));
            results.get(n).close();
        }
        filter.release();
    }

    @ParameterizedTest
    @ValueSource(strings = {"movie=/etc/hostname", "null[a];movie=/etc/hostname[b];[a][b]overlay", "lut3d=file=/etc/hostname",
        "drawtext=textfile=/etc/hostname", "select=1", "curves=psfile=/etc/hostname"})
    void graphsThatOpenFilesAreRefusedBeforeTheyExist(String graph) {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new GraphFilter(graph)).getMessage()
                .contains("is not accepted"));
    }

    /** Some filters are in FFmpeg's GPL builds only, which this is not. */
    @Test
    void whatIsAcceptedExists() {
        for (String name : GraphFilter.ACCEPTED) {
            new GraphFilter(name);
        }
    }

    @Test
    void whatCannotBeReadIsSaid() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new GraphFilter("scale=[")).getMessage()
                .contains("cannot read it"));
    }

    /** Sizes, and what a result is compared with, are those after the first filters. */
    @Test
    void thePipelineTakesTheNewSize() {
        Path source = folder.resolve("in.mkv");
        try (MediaMaker media = MediaMaker.of(source)) {
            media.stream("testsrc2=s=96x64:r=25:d=0.2,format=bgr0", "ffv1");
        }
        Path cropped = folder.resolve("cropped.mkv");
        try (MediaMaker media = MediaMaker.of(cropped)) {
            media.stream("testsrc2=s=96x64:r=25:d=0.2,format=bgr0,crop=40:20:10:8", "ffv1");
        }
        List<RgbImage> compared = new ArrayList<>();
        Path result = folder.resolve("out.mkv");
        new FramePipeline(List.of(new GraphFilter("crop=40:20:10:8")), List.of(new GraphFilter("scale=80:40"))).run(source,
                Clip.WHOLE, ReadOptions.DEFAULT, result, "out.mkv", new EncoderSettings(VideoCodec.FFV1, 0),
                new FramePipeline.Listener() {
                    @Override
                    public void frame(Frame from, Frame to, double time, double seconds) {
                        compared.add(RgbFrames.toImage(from));
                    }
                });
        assertEquals(TestMedia.read(cropped).frames(), compared);
        assertEquals(80, TestMedia.read(result).info().width());
        assertEquals(40, TestMedia.read(result).info().height());
    }

    @Test
    void sourceAndResultSideBySide() {
        Path source = folder.resolve("a.mkv");
        Path other = folder.resolve("b.mkv");
        for (Path file : List.of(source, other)) {
            try (MediaMaker media = MediaMaker.of(file)) {
                media.stream("testsrc2=s=96x64:r=25:d=0.2,format=bgr0" + (file == other ? ",negate,format=bgr0" : ""), "ffv1");
            }
        }
        Path both = folder.resolve("both.mkv");
        new FramePipeline(List.of(new ComparisonFilter(source, ReadOptions.DEFAULT, 0, ComparisonFilter.Layout.SIDE))).run(
                other, Clip.WHOLE, ReadOptions.DEFAULT, both, "both.mkv", new EncoderSettings(VideoCodec.FFV1, 0),
                new FramePipeline.Listener() { });
        List<RgbImage> frames = TestMedia.read(both).frames();
        assertEquals(5, frames.size());
        for (int n = 0; n < 5; n++) {
            for (int x = 0; x < 96; x++) {
                assertEquals(255, (frames.get(n).pixels()[3 * x] & 0xff) + (frames.get(n).pixels()[3 * (96 + x)] & 0xff));
            }
        }
    }
}
