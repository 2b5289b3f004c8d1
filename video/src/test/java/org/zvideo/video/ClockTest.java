package org.zvideo.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.bytedeco.ffmpeg.avformat.AVChapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zvideo.video.Decoded.Track;

/**
 * Wherever the source's clock stands, the result begins at 0 and keeps the source's timing. Oracle: {@link Decoded}, of the
 * source and of the result of the same pictures and sound at another clock.
 */
class ClockTest extends MediaTest {
    private static final List<String> OUTPUTS = List.of("mp4", "mov", "mkv", "webm");

    /** Eight pictures, and sound that begins later by some time, at a clock. */
    private Path source(String ending, String video, String audio, double clock, double late) {
        return make(
                "at" + clock + "-" + late + "." + ending,
                media ->
                        media.stream("testsrc2=s=64x48:r=25:d=0.32,format=yuv420p,setpts=PTS+" + clock + "/TB", video)
                                .stream(
                                        "sine=f=440:r=48000:d=0.4,"
                                                + (audio.equals("aac")
                                                        ? "aformat=fltp"
                                                        : "aformat=s16,asetnsamples=1152")
                                                + ",asetpts=PTS+" + (clock + late) + "/TB",
                                        audio));
    }

    private Path result(Path source, String ending, Clip clip) {
        Path written = folder.resolve(source.getFileName() + "." + ending);
        TestMedia.copy(source, written, clip, ending.equals("webm") ? VideoCodec.VP9 : VideoCodec.H264);
        return written;
    }

    /** 95442.52 s is a second before the clock of a transport stream begins anew. */
    @ParameterizedTest
    @CsvSource({
        "ts, mpeg2video, mp2, 1.4;36000;95442.52;95443.6",
        "ts, mpeg2video, aac, 36000",
        "mkv, mpeg4, aac, 0.52;3600;360000",
        "mp4, mpeg4, aac, 0.52;7200",
        "mov, mpeg4, pcm_s16le, 0.52;7200",
        "nut, mpeg4, mp2, 0.52;36000",
        "flv, flv, aac, 0.52;36000",
        "asf, wmv2, mp2, 0.52;3600"
    })
    void theResultBeginsAtZeroWhereverTheClockStands(String ending, String video, String audio, String clocks) {
        for (double late : new double[] {0, 0.1}) {
            for (String clock : ("0;" + clocks).split(";")) {
                Path source = source(ending, video, audio, Double.parseDouble(clock), late);
                for (String to : OUTPUTS) {
                    sameTimes(
                            Decoded.of(source),
                            Decoded.of(result(source, to, Clip.WHOLE)),
                            ending + " at " + clock + ", sound " + late + " s later, to " + to);
                }
            }
        }
    }

    private static void sameTimes(Decoded source, Decoded result, String what) {
        Track pictures = result.one("video");
        Track sound = result.one("audio");
        double zero = Math.min(source.one("video").begin(), source.one("audio").begin());
        double tick = 2 * Math.max(source.one("video").unit(), Math.max(pictures.unit(), sound.unit()));
        assertEquals(0, Math.min(pictures.begin(), sound.begin()), tick, what);
        assertEquals(8, pictures.count(), what);
        for (int n = 0; n < 8; n++) {
            assertEquals(
                    source.one("video").times().get(n) - zero, pictures.times().get(n), tick, what + ", picture " + n);
        }
        assertEquals(source.one("audio").begin() - zero, sound.begin(), tick, what);
        assertEquals(source.one("audio").end() - zero, sound.end(), tick, what);
        assertEquals(source.one("audio").count(), sound.count(), sound.codec().equals("opus") ? 480 : 0, what);
    }

    /** A part begins at 0 with its first picture; no sound is heard before it. Oracle: the construction. */
    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mov", "mkv", "webm"})
    void partsBeginAtZero(String to) {
        for (String from : List.of("ts", "mkv")) {
            Path source = source(from, "mpeg2video", "mp2", 3600, 0);
            Decoded part = Decoded.of(result(source, to, Clip.from(0.12)));
            assertEquals(0, part.one("video").begin(), 1e-6, from + " to " + to);
            assertEquals(5, part.one("video").count());
            assertTrue(part.one("audio").begin() >= 0 && part.one("audio").begin() < 0.025, part.toString());
        }
    }

    /** What no camera has and a damaged header can say: ticks of odd lengths. */
    @ParameterizedTest
    @ValueSource(strings = {"272711757/1000000000", "1019428117/1563735147", "2000000011/1000000007"})
    void clocksOfAnyTickAreWrittenByEveryCodec(String tick) {
        double seconds = Double.parseDouble(tick.split("/")[0]) / Double.parseDouble(tick.split("/")[1]);
        Path source = make(
                tick.replace('/', '-') + ".avi",
                media -> media.stream(
                        "testsrc2=s=64x48:r=25:d=0.24,format=yuvj420p,settb=" + tick + ",setpts=N", "mjpeg"));
        assertEquals(seconds, Decoded.of(source).one("video").unit(), seconds * 1e-6, "the container keeps it");
        for (VideoCodec codec :
                List.of(VideoCodec.H264, VideoCodec.AV1, VideoCodec.VP9, VideoCodec.FFV1, VideoCodec.PRORES)) {
            String ending = codec == VideoCodec.PRORES ? "mov" : codec == VideoCodec.VP9 ? "webm" : "mkv";
            Path written = folder.resolve(codec + tick.replace('/', '-') + "." + ending);
            TestMedia.copy(source, written, Clip.WHOLE, codec);
            Track pictures = Decoded.of(written).one("video");
            assertEquals(6, pictures.count(), codec + " at " + tick);
            for (int n = 0; n < 6; n++) {
                assertEquals(n * seconds, pictures.times().get(n), 1e-3, codec + " at " + tick + ", picture " + n);
            }
        }
    }

    /** Chapters go by the same clock. */
    @Test
    void chaptersMoveWithTheClock() {
        Path source = make(
                "in.mkv",
                media -> media.stream("testsrc2=s=64x48:r=25:d=2,format=yuv420p,setpts=PTS+0.24/TB", "mpeg4")
                        .format(StreamsTest::chapter));
        for (String to : List.of("mkv", "mp4")) {
            try (Demuxer demuxer = Demuxer.open(result(source, to, Clip.WHOLE), ReadOptions.DEFAULT)) {
                AVChapter last = demuxer.format().chapters(demuxer.format().nb_chapters() - 1);
                assertEquals(0.26, last.start() * Rational.of(last.time_base()).value(), 1e-9, "0.5 s, 0.24 s earlier");
            }
        }
    }

    private byte[] recording(String name, double clock, boolean sound) throws IOException {
        return Files.readAllBytes(make(name, media -> {
            media.stream("testsrc2=s=64x48:r=25:d=1,format=yuv420p,setpts=PTS+" + clock + "/TB", "mpeg2video");
            if (sound) {
                media.stream(
                        "sine=f=440:r=48000:d=1,aformat=s16,asetnsamples=1152,asetpts=PTS+" + clock + "/TB", "mp2");
            }
        }));
    }

    private Path joined(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return Files.write(folder.resolve("joined.ts"), all.toByteArray());
    }

    /** Oracle: the construction: two seconds of film, whatever the clock of the second one. */
    @ParameterizedTest
    @CsvSource({
        "3600, true, jumps forward",
        "3600, false, jumps forward",
        "8, true, jumps forward",
        "8, false, jumps forward",
        "0, true, joined",
        "0, false, joined",
        "50000, true, joined"
    }) // a transport stream may begin anew
    void stepsOfTheClockAreFoundAndClosed(double second, boolean sound, String word) throws IOException {
        double first = second == 50000 ? 60000 : second == 0 ? 100 : 0;
        Path file = joined(recording("a.ts", first, sound), recording("b.ts", second, sound));
        HostileMediaTest.refused(file, word);
        ReadOptions lenient = new ReadOptions(ReadOptions.MAX_PIXELS, Set.of(), true);
        for (String to : List.of("mp4", "mkv")) {
            Path written = folder.resolve("out." + to);
            FramePipeline.Result result = TestMedia.copy(file, written, Clip.WHOLE, lenient, VideoCodec.H264);
            assertTrue(
                    result.damage().findings().toString().contains(word),
                    result.damage().toString());
            Decoded decoded = Decoded.of(written);
            assertEquals(50, decoded.one("video").count());
            assertEquals(2, decoded.one("video").end(), 0.1);
            if (sound) {
                assertEquals(2, decoded.one("audio").end(), 0.1, to);
            }
        }
    }

    /** Hours without a picture, or of one stream alone, are no film. Oracle: the stream without the hours. */
    @Test
    void nothingLastsForHours() {
        Path leap = make(
                "leap.mkv",
                media -> media.stream("testsrc2=s=64x48:r=25:d=2,format=yuv420p", "mpeg4").stream(
                        "sine=f=440:r=48000:d=2,aformat=s16,asetnsamples=1152,asetpts=PTS+gt(N\\,40)*36000/TB", "mp2"));
        HostileMediaTest.refused(leap, "jumps forward by 36000");
        Path written = folder.resolve("leap.mp4");
        TestMedia.copy(
                leap, written, Clip.WHOLE, new ReadOptions(ReadOptions.MAX_PIXELS, Set.of(), true), VideoCodec.H264);
        assertEquals(2, Decoded.of(written).one("audio").end(), 0.1);
        Path slow =
                make("years.avi", media -> media.stream("testsrc2=s=64x48:r=1/30000:d=90000,format=yuv420p", "ffv1"));
        HostileMediaTest.refused(slow, "lasts 30000 s");
    }

    /** What is no step: pictures that stand for long while the sound goes on, and the other way round; few pictures a second. */
    @Test
    void longPausesAreNoSteps() {
        Path still = make(
                "still.ts",
                media ->
                        media.stream("testsrc2=s=64x48:r=25:d=6,select='lt(t,1)+gt(t,5)',format=yuv420p", "mpeg2video")
                                .stream("sine=f=440:r=48000:d=6,aformat=s16,asetnsamples=1152", "mp2"));
        Path silent = make(
                "silent.ts",
                media -> media.stream("testsrc2=s=64x48:r=25:d=6,format=yuv420p", "mpeg2video").stream(
                        "sine=f=440:r=48000:d=6,aformat=s16,aselect='lt(t,1)+gt(t,5)',asetnsamples=1152:p=0", "mp2"));
        Path slow = make("slow.ts", media -> media.stream("testsrc2=s=64x48:r=1/5:d=30,format=yuv420p", "mpeg4"));
        Path uneven = make(
                "uneven.mkv",
                media -> media.stream(
                        "testsrc2=s=64x48:r=25:d=400,select='lt(n,5)+gt(n,9990)',format=yuv420p", "mpeg4"));
        for (Path file : List.of(still, silent, slow, uneven)) {
            Decoded source = Decoded.of(file);
            Decoded written = Decoded.of(result(file, "mkv", Clip.WHOLE));
            for (String kind : source.all("audio").isEmpty() ? List.of("video") : List.of("video", "audio")) {
                assertEquals(
                        source.one(kind).end() - source.one(kind).begin(),
                        written.one(kind).end() - written.one(kind).begin(),
                        0.05,
                        file.toString());
            }
        }
    }
}
