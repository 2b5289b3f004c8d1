package org.zvideo.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.filter.ComparisonFilter;

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
    @ValueSource(
            strings = {
                "movie=/etc/hostname",
                "null[a];movie=/etc/hostname[b];[a][b]overlay",
                "lut3d=file=/etc/hostname",
                "drawtext=textfile=/etc/hostname",
                "select=1",
                "curves=psfile=/etc/hostname"
            })
    void graphsThatOpenFilesAreRefusedBeforeTheyExist(String graph) {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new GraphFilter(graph))
                .getMessage()
                .contains("is not accepted"));
    }

    static Stream<String> accepted() {
        Set<String> ofTwo = Set.of("blend", "hstack", "overlay", "vstack");
        return GraphFilter.ACCEPTED.stream()
                .filter(name -> !name.equals("split"))
                .map(name -> ofTwo.contains(name) ? "split[a][b];[a][b]" + name : name);
    }

    /** Some filters are in FFmpeg's GPL builds only, which this is not; some are known to give more frames, or fewer. */
    @ParameterizedTest
    @MethodSource("accepted")
    void whatIsAcceptedExistsAndGivesAFrameForEach(String graph) {
        List<Frame> results = new ArrayList<>();
        GraphFilter filter = new GraphFilter(graph);
        filter.start();
        for (int n = 0; n <= 6; n++) {
            if (n < 6) {
                try (Frame frame = RgbFrames.toFrame(ramp(n), n * 40_000L)) {
                    filter.push(frame);
                }
            } else {
                filter.push(null);
            }
            for (Frame next = filter.pull(); next != null; next = filter.pull()) {
                results.add(next);
            }
        }
        assertEquals(
                List.of(0L, 40_000L, 80_000L, 120_000L, 160_000L, 200_000L),
                results.stream().map(frame -> frame.timestamp).toList());
        results.forEach(Frame::close);
        filter.release();
    }

    /** Oracle: what the same frames become at their places in a longer film. */
    @ParameterizedTest
    @MethodSource("accepted")
    void whatRemembersNothingTreatsAShotAloneAsInTheFilm(String graph) {
        if (new GraphFilter(graph).memory().isEmpty()) {
            assertEquals(filtered(graph, 0).subList(2, 6), filtered(graph, 2), graph);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tmix",
                "hflip,noise=alls=9",
                "rotate=0.1*n",
                "hue=H=2*PI*N/25",
                "crop=60:60:mod(n\\,3)",
                "vignette=random(1)",
                "crop=60:60:st(0\\,ld(0)+1)"
            })
    void whatRemembersOrCountsFramesIsFound(String graph) {
        assertTrue(new GraphFilter(graph).memory().isPresent());
    }

    /** Times of frames are the film's; a name that holds the letter counts no frames. */
    @ParameterizedTest
    @ValueSource(strings = {"rotate=0.1*t", "hue=H=t", "scale=w=32:h=-2:flags=neighbor", "negate,drawbox=c=green"})
    void whatDependsOnTheFrameAloneIsNot(String graph) {
        assertEquals(Optional.empty(), new GraphFilter(graph).memory());
        assertEquals(filtered(graph, 0).subList(2, 6), filtered(graph, 2), graph);
    }

    private static List<RgbImage> filtered(String graph, int from) {
        List<RgbImage> results = new ArrayList<>();
        GraphFilter filter = new GraphFilter(graph);
        filter.start();
        for (int n = from; n <= 6; n++) {
            if (n < 6) {
                try (Frame frame = RgbFrames.toFrame(ramp(n), n * 40_000L)) {
                    filter.push(frame);
                }
            } else {
                filter.push(null);
            }
            for (Frame next = filter.pull(); next != null; next = filter.pull()) {
                results.add(RgbFrames.toImage(next));
                next.close();
            }
        }
        filter.release();
        return results;
    }

    @Test
    void vflipTurnsTheRows() {
        GraphFilter filter = new GraphFilter("vflip");
        filter.start();
        try (Frame frame = RgbFrames.toFrame(ramp(1), 0)) {
            filter.push(frame);
        }
        try (Frame flipped = filter.pull()) {
            byte[] expected = new byte[ramp(1).pixels().length];
            for (int y = 0; y < 30; y++) {
                System.arraycopy(ramp(1).pixels(), 150 * y, expected, 150 * (29 - y), 150);
            }
            assertArrayEquals(expected, RgbFrames.toImage(flipped).pixels());
        }
        filter.release();
    }

    /** Oracle: the shape on the screen is what it was, or what setsar says. */
    @ParameterizedTest
    @CsvSource({"scale=176:64, 176, 1:1", "transpose, 64, 1:2", "setsar=4/3, 88, 4:3", "hflip, 88, 2:1"})
    void theShapeOfPixelsGoesWithThem(String graph, int width, String aspect) {
        Path source = folder.resolve("in.mkv");
        try (MediaMaker media = MediaMaker.of(source)) {
            media.stream("testsrc2=s=88x64:r=25:d=0.2,setsar=2/1,format=bgr0", "ffv1");
        }
        Path result = folder.resolve("out.mkv");
        new FramePipeline(List.of(new GraphFilter(graph)), List.of())
                .run(
                        source,
                        Clip.WHOLE,
                        ReadOptions.DEFAULT,
                        result,
                        "out.mkv",
                        new EncoderSettings(VideoCodec.FFV1, 0),
                        new FramePipeline.Listener() {});
        MediaInfo info = TestMedia.read(result).info();
        assertEquals(width, info.width());
        assertEquals(
                aspect,
                info.sampleAspect().numerator() + ":" + info.sampleAspect().denominator());
    }

    /** What is put after such a graph would become part of its last value, and frames of another format would come out. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "format=gray,convolution='0 0 0 0 1 0 0 0 0",
                "format=gray,convolution=0m='0 0 0 0 1 0 0 0 0",
                "hflip,format=gray\\",
                "format='gray",
                "format=pix_fmts='gray"
            })
    void aGraphThatContinuesAfterItsEndIsRefused(String graph) {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new GraphFilter(graph))
                .getMessage()
                .contains("it continues after its end"));
    }

    @Test
    void whatCannotBeReadIsSaid() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new GraphFilter("scale=["))
                .getMessage()
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
        new FramePipeline(List.of(new GraphFilter("crop=40:20:10:8")), List.of(new GraphFilter("scale=80:40")))
                .run(
                        source,
                        Clip.WHOLE,
                        ReadOptions.DEFAULT,
                        result,
                        "out.mkv",
                        new EncoderSettings(VideoCodec.FFV1, 0),
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

    /** Oracle: a copy of a part of the source differs from it nowhere, though the part begins between two frames. */
    @ParameterizedTest
    @CsvSource({"0, null", "0.41, null", "0.43, null", "0.41, crop=40:20:10:8", "0, 'scale=iw*sar:ih'"})
    void equalVideosDoNotDiffer(double from, String before) {
        Path source = folder.resolve("a.mkv");
        try (MediaMaker media = MediaMaker.of(source)) {
            media.stream(
                    "testsrc2=s=96x64:r=25:d=0.8,setsar=2/1,format=bgr0",
                    "ffv1",
                    Map.of(),
                    stream -> stream.sample_aspect_ratio(new Rational(2, 1).toFfmpeg()));
        }
        EncoderSettings lossless = new EncoderSettings(VideoCodec.FFV1, 0);
        Path part = folder.resolve("part.mkv");
        new FramePipeline(List.of(new GraphFilter(before)))
                .run(
                        source,
                        Clip.of(from, 5L),
                        ReadOptions.DEFAULT,
                        part,
                        "part.mkv",
                        lossless,
                        new FramePipeline.Listener() {});
        Path compared = folder.resolve("diff.mkv");
        new FramePipeline(List.of(new ComparisonFilter(
                        source,
                        ReadOptions.DEFAULT,
                        from,
                        Optional.of(new GraphFilter(before)),
                        ComparisonFilter.Layout.DIFF)))
                .run(
                        part,
                        Clip.WHOLE,
                        ReadOptions.DEFAULT,
                        compared,
                        "diff.mkv",
                        lossless,
                        new FramePipeline.Listener() {});
        List<RgbImage> frames = TestMedia.read(compared).frames();
        assertEquals(5, frames.size());
        for (RgbImage frame : frames) {
            for (byte value : frame.pixels()) {
                assertEquals((byte) 128, value);
            }
        }
    }

    @Test
    void sourceAndResultSideBySide() {
        Path source = folder.resolve("a.mkv");
        Path other = folder.resolve("b.mkv");
        for (Path file : List.of(source, other)) {
            try (MediaMaker media = MediaMaker.of(file)) {
                media.stream(
                        "testsrc2=s=96x64:r=25:d=0.2,format=bgr0" + (file == other ? ",negate,format=bgr0" : ""),
                        "ffv1");
            }
        }
        Path both = folder.resolve("both.mkv");
        new FramePipeline(List.of(new ComparisonFilter(
                        source, ReadOptions.DEFAULT, 0, Optional.empty(), ComparisonFilter.Layout.SIDE)))
                .run(
                        other,
                        Clip.WHOLE,
                        ReadOptions.DEFAULT,
                        both,
                        "both.mkv",
                        new EncoderSettings(VideoCodec.FFV1, 0),
                        new FramePipeline.Listener() {});
        List<RgbImage> frames = TestMedia.read(both).frames();
        assertEquals(5, frames.size());
        for (int n = 0; n < 5; n++) {
            for (int x = 0; x < 96; x++) {
                assertEquals(
                        255,
                        (frames.get(n).pixels()[3 * x] & 0xff) + (frames.get(n).pixels()[3 * (96 + x)] & 0xff));
            }
        }
    }
}
