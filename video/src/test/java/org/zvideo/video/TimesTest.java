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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.container.GifLoop;
import org.zvideo.video.error.MediaException;

/**
 * Every frame comes once and at its time: rows 13 to 15, 23, 28 and 34 of the reliability cases. Oracle: the source, of which
 * the construction is known, read by the same FFmpeg.
 */
class TimesTest extends MediaTest {
    /** Rows 13 and 14. */
    @ParameterizedTest
    @ValueSource(strings = {"mkv", "mp4"})
    void variableRatesAndOffsetsAreKept(String ending) {
        Path source = make(
                "in." + ending,
                media ->
                        media.stream("testsrc2=s=96x64:r=25:d=2,select='gt(mod(n,7),1)',format=yuv420p", "mpeg4")
                                .stream(
                                        "sine=f=440:d=1.3,aformat=fltp,asetpts=PTS+0.7/TB",
                                        "aac",
                                        Map.of(),
                                        stream -> {}));
        TestMedia.Contents expected = TestMedia.read(source);
        TestMedia.Contents actual = TestMedia.read(copy(source, "out." + ending, VideoCodec.H264));
        assertEquals(35, expected.times().size(), "5 of every 7 frames");
        for (int n = 0; n < 35; n++) {
            assertEquals(expected.times().get(n) - 0.08, actual.times().get(n), 1.0 / 90000, "frame " + n);
        }
        assertEquals(0, actual.times().get(0), "the picture, which is the earliest, begins at 0");
        assertEquals(expected.packetTimes().size(), actual.packetTimes().size());
        for (int n = 0; n < expected.packetTimes().size(); n++) {
            assertEquals(
                    expected.packetTimes().get(n) - 0.08, actual.packetTimes().get(n), 1e-3, "sound " + n);
        }
        assertEquals(0.62, actual.packetTimes().get(0), 0.03, "the sound begins late");
    }

    /** Row 15: a stream without timestamps, of which each frame lasts as long as its rate says, and that is told. */
    @Test
    void rawStreamsGetTheTimesOfTheirRate() {
        Path source = make("in.h264", media -> media.stream("testsrc2=s=96x64:r=25:d=1,format=yuv420p", "libopenh264"));
        TestMedia.Contents written = TestMedia.read(copy(source, "out.mkv", VideoCodec.H264));
        assertEquals(25, written.frames().size());
        for (int n = 1; n < 25; n++) {
            assertEquals(0.04, written.times().get(n) - written.times().get(n - 1), 0.002);
        }
        SourceScan scan = SourceScan.of(source, Clip.WHOLE, ReadOptions.DEFAULT);
        assertTrue(
                scan.notes().toString().contains("it has no timestamps"),
                scan.notes().toString());
        assertEquals(1, scan.end(), 1e-9, "the last frame too");
        try (VideoReader reader = VideoReader.open(source, Clip.WHOLE, ReadOptions.DEFAULT)) {
            for (Optional<VideoFrame> frame = reader.nextFrame(); frame.isPresent(); frame = reader.nextFrame()) {
                try (VideoFrame open = frame.get()) {
                    assertEquals(
                            0.04, open.duration() * reader.info().timeBase().value(), 1e-9);
                }
            }
        }
    }

    /** Every time of a frame as the beginning of a part. Oracle: the frame of the file decoded whole. */
    @ParameterizedTest
    @CsvSource({
        "avi, mpeg4, 2",
        "mkv, mpeg4, 2",
        "mp4, mpeg4, 2",
        "mov, mpeg2video, 2",
        "nut, mpeg4, 0",
        "ts, mpeg2video, 2",
        "webm, libvpx, 0",
        "flv, flv, 0",
        "mxf, mpeg2video, 2"
    })
    void everyPartBeginsWithItsFrame(String ending, String encoder, int reordered) {
        Path source = make(
                "in." + ending,
                media -> media.stream(
                        "testsrc2=s=96x64:r=25:d=1.2,format=yuv420p",
                        encoder,
                        Map.of("g", "10", "bf", "" + reordered, "b", "2000000"),
                        stream -> {}));
        TestMedia.Contents whole = TestMedia.read(source);
        for (int n = 0; n < 30; n++) {
            double from = whole.times().get(n) - whole.info().start();
            List<RgbImage> part = TestMedia.read(source, Clip.of(Math.max(0, from - 0.001), 1L))
                    .frames();
            assertEquals(List.of(whole.frames().get(n)), part, "frame " + n);
        }
    }

    /** Open groups: what is shown before a key frame and stored after it cannot be decoded from it. */
    @Test
    void aPartBeginsBeforeAnOpenGroup() {
        Path source = make(
                "in.avi",
                media -> media.stream(
                        "testsrc2=s=96x64:r=25:d=2,format=yuv420p",
                        "mpeg4",
                        Map.of("g", "10", "bf", "2"),
                        stream -> {}));
        TestMedia.Contents whole = TestMedia.read(source);
        for (int n = 1; n < 50; n++) {
            double from = whole.times().get(n) - whole.info().start() - 0.01;
            assertEquals(
                    whole.frames().get(n),
                    TestMedia.read(source, Clip.of(from, 1L)).frames().get(0),
                    "frame " + n);
        }
    }

    /** A source with a clock of its own, frames of different lengths and sound. Oracle: the part with as many frames as have times before the end. */
    @ParameterizedTest
    @CsvSource({"mkv,ffv1,aac", "mp4,mpeg4,aac", "ts,mpeg2video,aac"})
    void aPartEndsBeforeItsTime(String ending, String pictures, String sound) throws IOException {
        Path source = make(
                "in." + ending,
                media -> media.stream(
                        "testsrc2=s=96x64:r=25:d=2,format=yuv420p,setpts=PTS+1.4/TB"
                                + (ending.equals("mkv") ? ",select='lt(mod(n,7),5)'" : ""),
                        pictures)
                        .stream("sine=f=440:d=2,aformat=fltp,asetpts=PTS+1.4/TB", sound));
        TestMedia.Contents whole = TestMedia.read(source);
        for (double to : new double[] {0.12, 0.4, 0.61, 1.2, 5}) {
            long count = whole.times().stream()
                    .map(time -> time - whole.info().start())
                    .filter(time -> time >= 0.08 - 1e-6 && time < to - 1e-6)
                    .count();
            Path ended = folder.resolve("ended-" + to + ".mkv");
            TestMedia.copy(source, ended, new Clip(0.08, OptionalDouble.of(to), OptionalLong.empty()), VideoCodec.FFV1);
            Path counted = folder.resolve("counted-" + to + ".mkv");
            TestMedia.copy(source, counted, to < 2 ? Clip.of(0.08, count) : Clip.from(0.08), VideoCodec.FFV1);
            assertEquals(-1, Files.mismatch(counted, ended), count + " frames before " + to);
            assertEquals(count, TestMedia.read(ended).frames().size());
        }
        MediaException none = assertThrows(
                MediaException.class,
                () -> SourceScan.of(
                        source, new Clip(0.081, OptionalDouble.of(0.082), OptionalLong.empty()), ReadOptions.DEFAULT));
        assertTrue(none.getMessage().contains("no frames from 0.081 to 0.082 s"), none.getMessage());
    }

    /** Oracle: the bytes that FFmpeg read, and the whole: all sound of the part is there though the rest is not read. */
    @Test
    void aPartIsReadNoFurtherThanItGoes() throws IOException {
        Path source = make(
                "in.mkv",
                media -> media.stream("testsrc2=s=320x240:r=25:d=8,format=bgr0", "ffv1").stream(
                        "sine=f=440:d=8", "pcm_s16le"));
        Clip part = Clip.of(0, 5L);
        try (VideoReader reader = VideoReader.open(source, part, ReadOptions.DEFAULT)) {
            double sound = 0;
            for (Optional<MediaItem> item = reader.next(); item.isPresent(); item = reader.next()) {
                try (MediaItem open = item.get()) {
                    sound += open instanceof StreamPacket packet
                            ? packet.packet().duration() / 1000.0
                            : 0;
                }
            }
            assertEquals(0.2, sound, 0.03);
            long read = reader.format().pb().bytes_read();
            assertTrue(read < Files.size(source) / 4, read + " of " + Files.size(source));
        }
        SourceScan.of(source, part, ReadOptions.DEFAULT);
    }

    /** Oracle: the file is one after another of the same, so its times begin anew. */
    @Test
    void joinedFilesAreRefusedBeforeTheWork() throws IOException {
        byte[] once = Files.readAllBytes(
                make("a.ts", media -> media.stream("testsrc2=s=96x64:r=25:d=1,format=yuv420p", "mpeg2video")));
        byte[] twice = Arrays.copyOf(once, 2 * once.length);
        System.arraycopy(once, 0, twice, once.length, once.length);
        HostileMediaTest.refused(Files.write(folder.resolve("b.ts"), twice), "timestamps go back");
    }

    /** GIF has hundredths of a second: frames that share one follow each other. */
    @Test
    void noFrameIsLostWhereTimesAreCoarser() {
        Path source = make("in.mkv", media -> media.stream("testsrc2=s=96x64:r=120:d=0.1,format=yuv420p", "mpeg4"));
        assertEquals(
                12,
                TestMedia.read(copy(source, "out.gif", VideoCodec.GIF)).frames().size());
    }

    /** Oracle: the header, of which the rate is the only time there is. */
    @ParameterizedTest
    @CsvSource({"mp4, 25, F25:1", "mkv, 30000/1001, F30000:1001"})
    void pipesHaveTheRateOfTheSource(String ending, String rate, String header) throws IOException {
        Path source = make(
                "in." + ending, media -> media.stream("testsrc2=s=96x64:r=" + rate + ":d=0.4,format=yuv420p", "mpeg4"));
        Path out = copy(source, "out.y4m", VideoCodec.RAW);
        assertTrue(
                new String(Files.readAllBytes(out), 0, 60, StandardCharsets.ISO_8859_1).contains(" " + header + " "));
        assertEquals(
                TestMedia.read(source).frames().size(),
                TestMedia.read(out).frames().size());
    }

    /** A part of it, where FFmpeg can seek and where it cannot. Oracle: the whole. */
    @ParameterizedTest
    @CsvSource({
        "mkv, ffv1, bgr0",
        "mp4, libopenh264, yuv420p",
        "y4m, wrapped_avframe, yuv420p",
        "h264, libopenh264, yuv420p",
        "gif, gif, pal8",
        "ts, mpeg2video, yuv420p",
        "avi, mpeg4, yuv420p"
    })
    void partsBeginWhereTheyShould(String ending, String encoder, String format) {
        String scene = "testsrc2=s=96x64:r=25:d=1,format=" + format;
        Path source = make(
                "in." + ending,
                media -> media.stream(
                        ending.equals("gif")
                                ? "testsrc2=s=96x64:r=25:d=1,split[a][b];[a]palettegen[p];[b][p]paletteuse"
                                : scene,
                        encoder));
        List<RgbImage> whole = TestMedia.read(source).frames();
        assertEquals(
                whole.subList(10, 12), TestMedia.read(source, Clip.of(0.4, 2L)).frames());
    }

    /** Row 28. */
    @Test
    void animatedGifsKeepTheirDelays() {
        Path source = make(
                "in.gif",
                media -> media.stream(
                        "testsrc2=s=64x48:r=10:d=1,select='not(eq(n,3)+eq(n,4)+eq(n,7))'" + ",format=pal8", "gif"));
        TestMedia.Contents read = TestMedia.read(source);
        TestMedia.Contents written = TestMedia.read(copy(source, "out.mkv", VideoCodec.FFV1));
        assertEquals(7, read.frames().size());
        assertEquals(0.5, read.times().get(3), 0.011, "after two that are missing");
        for (int n = 0; n < 7; n++) {
            assertEquals(read.times().get(n), written.times().get(n), 0.0011);
        }
        assertEquals(read.frames(), written.frames());
    }

    /** Oracle: FFmpeg's muxer, whose option it is, and the extension that it writes. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 3, 300})
    void gifsPlayAsOftenAsTheySay(int loops) throws IOException {
        Path source = make(
                "in.gif",
                media -> media.option("loop", Integer.toString(loops)).stream(
                        "testsrc2=s=64x48:r=10:d=0.3,format=pal8", "gif"));
        assertEquals(loops, GifLoop.of(source));
        assertEquals(loops, GifLoop.of(copy(source, "out.gif", VideoCodec.GIF)));
    }

    /** A GIF has 256 colors, times of 10 ms and no sound. */
    @Test
    void gifsAreWrittenToo() {
        Path written = folder.resolve("out.gif");
        FramePipeline.Result result = TestMedia.copy(TestMedia.BUNNY, written, TestMedia.part(0, 12), VideoCodec.GIF);
        assertTrue(
                result.droppedStreams().toString().contains("audio"),
                result.droppedStreams().toString());
        TestMedia.Contents read = TestMedia.read(written);
        TestMedia.Contents source = TestMedia.read(TestMedia.BUNNY, TestMedia.part(0, 12));
        assertEquals(12, read.frames().size());
        for (int n = 0; n < 12; n++) {
            assertEquals(source.times().get(n), read.times().get(n), 0.0051);
            double psnr = TestMedia.psnr(source.frames().get(n), read.frames().get(n));
            assertTrue(psnr > 28, "frame " + n + ": " + psnr + " dB");
        }
    }

    @Test
    void uncompressedPipesAreWrittenToo() {
        Path written = folder.resolve("out.y4m");
        TestMedia.copy(TestMedia.BUNNY, written, TestMedia.part(0, 5), VideoCodec.RAW);
        TestMedia.Contents read = TestMedia.read(written);
        TestMedia.Contents source = TestMedia.read(TestMedia.BUNNY, TestMedia.part(0, 5));
        assertEquals(5, read.frames().size());
        for (int n = 0; n < 5; n++) {
            assertTrue(TestMedia.psnr(source.frames().get(n), read.frames().get(n)) > 40, "frame " + n);
        }
    }

    /** Rows 23 and 34: every frame comes once and in order; its number is in its brightness. */
    @ParameterizedTest
    @CsvSource({"mpeg4,bf=2", "libopenh264,g=9999", "mpeg2video,bf=2"})
    void noFrameIsLostOrRepeated(String encoder, String option) {
        String[] setting = option.split("=");
        Path source = make(
                "in.mkv",
                media -> media.stream(
                        "color=black:s=64x64:r=25:d=10,geq=lum='16+mod(N,50)*4':cb=128:cr=128" + ",format=yuv420p",
                        encoder,
                        Map.of(setting[0], setting[1], "b", "4000000"),
                        stream -> {}));
        TestMedia.Contents written = TestMedia.read(copy(source, "out.mp4", VideoCodec.H264));
        assertEquals(250, written.frames().size());
        assertEquals(10, written.info().seconds(), 0.001, "the last frame lasts as long as the others");
        for (int n = 0; n < 250; n++) {
            int expected = (int) Math.round((16 + n % 50 * 4 - 16) * 255 / 219.0);
            assertEquals(expected, written.frames().get(n).at(32, 32, 1), 3, "frame " + n);
        }
    }
}
