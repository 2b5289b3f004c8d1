package org.zvideo.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.error.MediaException;

/** Oracle: the source itself, read with the same reader; formula clips have known frames. */
class FramePipelineTest {
    @TempDir
    Path folder;

    @Test
    void framesTimesAndAudioOfTheShippedClipAreKept() {
        Path copy = folder.resolve("copy.mp4");
        FramePipeline.Result result = TestMedia.copy(TestMedia.BUNNY, copy, Clip.WHOLE, VideoCodec.H264);
        TestMedia.Contents source = TestMedia.read(TestMedia.BUNNY);
        TestMedia.Contents written = TestMedia.read(copy);
        assertEquals(50, result.frames());
        assertEquals(source.times(), written.times());
        assertEquals(source.packets(), written.packets(), "audio packets are copied bit by bit");
        assertEquals(source.packetTimes(), written.packetTimes());
        assertEquals(source.info().frameRate(), written.info().frameRate());
    }

    /** Oracle: the clip's 50 frames, each of which is scanned, read and written. */
    @Test
    void aRunCanBeEndedAtEveryFrameOfEveryPass() {
        int[] opened = {0};
        int[] passed = {0};
        endedAt(Integer.MAX_VALUE, passed, opened);
        assertTrue(opened[0] >= 50, "scanned until checkpoint " + opened[0]);
        assertTrue(passed[0] - opened[0] >= 100, "read and written until checkpoint " + passed[0]);
        int all = passed[0];
        for (int end : new int[] {1, opened[0], opened[0] + 1, all}) {
            passed[0] = 0;
            assertThrows(CancellationException.class, () -> endedAt(end, passed, opened), "checkpoint " + end);
        }
    }

    private void endedAt(int end, int[] passed, int[] opened) {
        Path copy = folder.resolve("copy.mkv");
        new FramePipeline(List.of(new TestMedia.Identity()))
                .run(
                        TestMedia.BUNNY,
                        Clip.WHOLE,
                        ReadOptions.DEFAULT,
                        copy,
                        "copy.mkv",
                        new EncoderSettings(VideoCodec.FFV1, VideoCodec.FFV1.defaultQuality()),
                        new FramePipeline.Listener() {
                            @Override
                            public void opened(MediaInfo info) {
                                opened[0] = passed[0];
                            }

                            @Override
                            public void checkpoint() {
                                passed[0]++;
                                if (passed[0] == end) {
                                    throw new CancellationException();
                                }
                            }
                        });
    }

    @ParameterizedTest
    @CsvSource({"mp4,H264", "mkv,H264", "mp4,AV1", "webm,VP9", "mov,PRORES"})
    void whatADecoderGivesBackIsAtLeast38DecibelsFromWhatWasEncoded(String ending, VideoCodec codec)
            throws IOException {
        Path source = TestMedia.y4m(folder.resolve("in.y4m"), 192, 128, 8, "25:1");
        Path copy = folder.resolve("copy." + ending);
        TestMedia.copy(source, copy, Clip.WHOLE, codec);
        compare(source, copy, 8);
    }

    @Test
    void naturalPicturesKeep38DecibelsToo() {
        Path copy = folder.resolve("copy.mp4");
        TestMedia.copy(TestMedia.BUNNY, copy, TestMedia.part(0, 10), VideoCodec.H264);
        TestMedia.Contents written = TestMedia.read(copy);
        TestMedia.Contents source = TestMedia.read(TestMedia.BUNNY, TestMedia.part(0, 10));
        for (int n = 0; n < 10; n++) {
            double psnr =
                    TestMedia.psnr(source.frames().get(n), written.frames().get(n));
            assertTrue(psnr >= 38, "frame " + n + ": " + psnr + " dB");
        }
    }

    @Test
    void ffv1IsLossless() throws IOException {
        Path source = TestMedia.y4m(folder.resolve("in.y4m"), 97, 65, 5, "25:1");
        Path copy = folder.resolve("copy.mkv");
        TestMedia.copy(source, copy, Clip.WHOLE, VideoCodec.FFV1);
        assertEquals(TestMedia.read(source).frames(), TestMedia.read(copy).frames());
    }

    @ParameterizedTest
    @CsvSource({"30000:1001,30000/1001", "24000:1001,24000/1001", "60:1,60/1", "5:2,5/2"})
    void rationalFrameRatesAreExact(String rate, String expected) throws IOException {
        Path source = TestMedia.y4m(folder.resolve("in.y4m"), 64, 48, 12, rate);
        for (String ending : new String[] {"mp4", "mkv"}) {
            Path copy = folder.resolve("copy." + ending);
            TestMedia.copy(source, copy, Clip.WHOLE, VideoCodec.H264);
            TestMedia.Contents written = TestMedia.read(copy);
            assertEquals(expected, written.info().frameRate().toString(), ending);
            assertEquals(12, written.frames().size());
            double step = 1 / written.info().frameRate().value();
            for (int n = 0; n < 12; n++) {
                assertEquals(n * step, written.times().get(n), 0.0011, ending + ": Matroska counts milliseconds");
            }
        }
    }

    /** Oracle: 4:2:0 needs even sides; the documented way out is one repeated row or column, nothing scaled. */
    @Test
    void oddSidesGrowByOneWithH264AndStayWithVp9() throws IOException {
        Path source = TestMedia.y4m(folder.resolve("in.y4m"), 97, 65, 4, "25:1");
        Path h264 = folder.resolve("odd.mp4");
        TestMedia.copy(source, h264, Clip.WHOLE, VideoCodec.H264);
        TestMedia.Contents grown = TestMedia.read(h264);
        assertRepeated(source, grown);
        Path prores = folder.resolve("odd.mov");
        TestMedia.copy(source, prores, Clip.WHOLE, VideoCodec.PRORES);
        assertRepeated(source, TestMedia.read(prores));
        Path vp9 = folder.resolve("odd.webm");
        TestMedia.copy(source, vp9, Clip.WHOLE, VideoCodec.VP9);
        assertEquals(97, TestMedia.read(vp9).info().width());
        compare(source, vp9, 4);
    }

    /** The last row and column are those before them once more; black would be a hundred levels away. */
    private static void assertRepeated(Path source, TestMedia.Contents grown) {
        assertEquals("98x66", grown.info().width() + "x" + grown.info().height());
        RgbImage original = TestMedia.read(source).frames().get(2);
        RgbImage frame = grown.frames().get(2);
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < 65; y++) {
                assertEquals(original.at(96, y, c), frame.at(97, y, c), 20, "column, row " + y);
            }
            for (int x = 0; x < 97; x++) {
                assertEquals(original.at(x, 64, c), frame.at(x, 65, c), 20, "row, column " + x);
            }
        }
    }

    @Test
    void aPartHasItsFramesItsSoundAndBeginsAtZero() {
        Path part = folder.resolve("part.mp4");
        TestMedia.copy(TestMedia.BUNNY, part, TestMedia.part(0.8, 10), VideoCodec.H264);
        TestMedia.Contents source = TestMedia.read(TestMedia.BUNNY);
        TestMedia.Contents written = TestMedia.read(part);
        assertEquals(10, written.frames().size());
        assertEquals(0, written.times().get(0), 1e-9);
        assertTrue(TestMedia.psnr(source.frames().get(20), written.frames().get(0)) > 38, "frame 20 is first");
        assertTrue(TestMedia.psnr(source.frames().get(29), written.frames().get(9)) > 38, "frame 29 is last");
        double packet = 1024 / 48000.0;
        assertEquals(0.4, written.packets().size() * packet, packet, "0.4 s of sound, a packet more or less");
        int first = source.packets().indexOf(written.packets().get(0));
        assertEquals(
                0.8, source.packetTimes().get(first) - written.packetTimes().get(0), 1e-4, "in step with the frames");
        assertEquals(
                written.packets(),
                source.packets().subList(first, first + written.packets().size()));
    }

    /** Oracle: OpenH264 stops at the 36,864 macroblocks of level 5.2; the codec that is named takes it. */
    @Test
    void anEncoderThatRefusesTheSizeNamesOthers() throws IOException {
        Path source = TestMedia.y4m(folder.resolve("in.y4m"), 4640, 2320, 1, "25:1");
        MediaException error = assertThrows(
                MediaException.class,
                () -> TestMedia.copy(source, folder.resolve("out.mp4"), Clip.WHOLE, VideoCodec.H264));
        assertEquals(ErrorKind.USAGE, error.kind());
        assertTrue(error.getMessage().contains("4640x2320 at 25.00 frames/s"), error.getMessage());
        assertTrue(error.getMessage().endsWith("try another codec: av1, vp9, ffv1, prores"), error.getMessage());
        TestMedia.copy(source, folder.resolve("out.mkv"), Clip.WHOLE, VideoCodec.FFV1);
    }

    @Test
    void aPartBeyondTheEndIsAnError() {
        MediaException error = assertThrows(
                MediaException.class,
                () -> TestMedia.copy(
                        TestMedia.BUNNY, folder.resolve("part.mp4"), TestMedia.part(60, 10), VideoCodec.H264));
        assertEquals(ErrorKind.BAD_INPUT, error.kind());
    }

    @ParameterizedTest
    @CsvSource({"copy.xyz,H264,unknown kind of file", "copy.webm,H264,cannot hold h264"})
    void whatAContainerCannotHoldIsRefused(String name, VideoCodec codec, String word) {
        MediaException error = assertThrows(
                MediaException.class, () -> TestMedia.copy(TestMedia.BUNNY, folder.resolve(name), Clip.WHOLE, codec));
        assertEquals(ErrorKind.USAGE, error.kind());
        assertTrue(error.getMessage().contains(word), error.getMessage());
    }

    @Test
    void damagedAndForeignFilesAreRefused() throws IOException {
        refused(Files.write(folder.resolve("empty.mp4"), new byte[0]), ErrorKind.BAD_INPUT, "empty");
        refused(
                Files.write(folder.resolve("text.mp4"), "hello, this is no video".getBytes(StandardCharsets.UTF_8)),
                ErrorKind.BAD_INPUT,
                "not a recognized video");
        refused(
                Files.writeString(folder.resolve("list.mp4"), "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"),
                ErrorKind.BAD_INPUT,
                "playlists are not accepted");
        refused(
                Files.writeString(folder.resolve("concat.mp4"), "ffconcat version 1.0\nfile other.mp4\n"),
                ErrorKind.BAD_INPUT,
                "playlists are not accepted");
        refused(folder.resolve("absent.mp4"), ErrorKind.MISSING_INPUT, "no such file");
        refused(folder, ErrorKind.MISSING_INPUT, "is a folder");
    }

    /** The shipped clip has its index in front, so half of it still opens; it must not pass for the whole. */
    @Test
    void aTruncatedFileIsNotTakenForAWholeOne() throws IOException {
        byte[] good = Files.readAllBytes(TestMedia.BUNNY);
        Path half = Files.write(folder.resolve("half.mp4"), Arrays.copyOf(good, good.length / 2));
        MediaException error = assertThrows(
                MediaException.class,
                () -> TestMedia.copy(half, folder.resolve("copy.mp4"), Clip.WHOLE, VideoCodec.H264));
        assertEquals(ErrorKind.BAD_INPUT, error.kind(), error.getMessage());
    }

    private void refused(Path file, ErrorKind problem, String word) {
        MediaException error = assertThrows(
                MediaException.class,
                () -> VideoReader.open(file, Clip.WHOLE, ReadOptions.DEFAULT).close());
        assertEquals(problem, error.kind(), error.getMessage());
        assertTrue(error.getMessage().contains(word), error.getMessage());
    }

    private static void compare(Path source, Path copy, int frames) {
        TestMedia.Contents expected = TestMedia.read(source);
        TestMedia.Contents actual = TestMedia.read(copy);
        assertEquals(frames, actual.frames().size());
        for (int n = 0; n < frames; n++) {
            double psnr =
                    TestMedia.psnr(expected.frames().get(n), actual.frames().get(n));
            assertTrue(psnr >= 38, "frame " + n + ": " + psnr + " dB");
        }
    }
}
