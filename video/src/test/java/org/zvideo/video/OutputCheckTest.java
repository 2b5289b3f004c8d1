package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MOV_TEXT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_SUBRIP;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_COMMENT;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_FORCED;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.javacpp.PointerPointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;

/**
 * The check of the finished file: what muxers do not promise is no error, what is missing is one, and tags that are gone are named.
 * Oracle: the construction, and {@link Decoded}.
 */
class OutputCheckTest extends MediaTest {
    private static final List<String> OUTPUTS = List.of("mp4", "mov", "mkv", "webm");
    /** More than any container knows by itself. */
    private static final List<String> KEYS = List.of(
            "title",
            "artist",
            "album",
            "album_artist",
            "composer",
            "date",
            "comment",
            "genre",
            "copyright",
            "description",
            "synopsis",
            "show",
            "episode_id",
            "network",
            "lyrics",
            "grouping",
            "keywords",
            "track",
            "disc",
            "publisher",
            "performer",
            "conductor",
            "language",
            "location",
            "make",
            "model",
            "creation_time",
            "PROJECT",
            "DIRECTOR",
            "Free words",
            "com.apple.quicktime.model",
            "ISRC",
            "LABEL",
            "MOOD",
            "RATING",
            "URL",
            "CATALOG",
            "PRODUCER",
            "SCENE",
            "TAKE");

    private FramePipeline.Result run(Path source, String to, Clip clip) {
        return TestMedia.copy(
                source, folder.resolve("out." + to), clip, to.equals("webm") ? VideoCodec.VP9 : VideoCodec.H264);
    }

    /** Row M10: a stream that has nothing, one packet or all in the part, beside pictures of 0.6 s. */
    @ParameterizedTest
    @CsvSource({
        "sound, aac, 0, 0.4",
        "sound, aac, 0.4, 0.2",
        "sound, mp2, 0.4, 0.2",
        "sound, pcm_s16le, 0.4, 0.2",
        "sound, flac, 0.4, 0.2",
        "text, , 0, 0",
        "none, , 0, 0"
    })
    void whatHasNothingInThePartIsNoError(String kind, String encoder, double begin, double length) {
        for (String from : List.of("mkv", "pcm_s16le".equals(encoder) ? "mov" : "mp4")) {
            Path source = make("in." + from, media -> {
                media.stream("testsrc2=s=64x48:r=25:d=0.6,format=yuv420p", "mpeg4");
                if (kind.equals("sound")) {
                    media.stream(
                            "sine=f=440:r=48000:d=" + length + ",aformat="
                                    + (encoder.equals("aac")
                                            ? "fltp"
                                            : "s16"
                                                    + (encoder.equals("mp2")
                                                            ? ",asetnsamples=1152"
                                                            : encoder.equals("flac") ? ",asetnsamples=4608" : ""))
                                    + ",asetpts=PTS+" + begin + "/TB",
                            encoder);
                } else if (kind.equals("text")) {
                    media.texts(from.equals("mkv") ? AV_CODEC_ID_SUBRIP : AV_CODEC_ID_MOV_TEXT, "eng", "Hello");
                }
            });
            for (String to : OUTPUTS) {
                for (long frames : new long[] {1, 10}) {
                    for (double start : new double[] {0, 0.24, 0.48}) {
                        long expected = Math.min(frames, Math.round((0.6 - start) * 25));
                        FramePipeline.Result result = run(source, to, Clip.of(start, frames));
                        Decoded decoded = Decoded.of(folder.resolve("out." + to));
                        String what =
                                kind + " of " + from + " to " + to + " from " + start + ", " + frames + ": " + result;
                        assertEquals(expected, decoded.one("video").count(), what);
                        if (kind.equals("sound")) {
                            boolean heard = expected > 5
                                    && start + expected * 0.04 > begin + 0.1
                                    && start < begin + length - 0.1;
                            assertTrue(!heard || decoded.all("audio").size() == 1, what);
                        }
                        String there = kind.equals("sound") ? "audio" : "subtitle";
                        assertTrue(
                                kind.equals("none")
                                        || decoded.all(there).size() == 1
                                        || result.droppedStreams().stream()
                                                .anyMatch(lost -> lost.startsWith("stream 1 (" + there)),
                                what);
                    }
                }
            }
        }
    }

    private static AVFormatContext open(Path file) {
        AVFormatContext format = new AVFormatContext(null);
        assertEquals(0, avformat.avformat_open_input(format, "file:" + file, null, null));
        avformat.avformat_find_stream_info(format, (PointerPointer<?>) null);
        return format;
    }

    private static List<Written> packets(AVFormatContext format) {
        List<Written> written = IntStream.range(0, format.nb_streams())
                .mapToObj(n -> new Written(format.streams(n)))
                .toList();
        AVPacket packet = avcodec.av_packet_alloc();
        while (avformat.av_read_frame(format, packet) >= 0) {
            written.get(packet.stream_index()).add(packet);
            avcodec.av_packet_unref(packet);
        }
        avcodec.av_packet_free(packet);
        return written;
    }

    /** A file that lost its last bytes, and one in which a stream ends early: refused, with the name of what is missing. */
    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mov", "mkv", "webm"})
    void whatIsMissingIsFoundAndNamed(String ending) throws IOException {
        String video = ending.equals("webm") ? "libvpx" : "mpeg4";
        String audio = ending.equals("webm") ? "libopus" : "mp2";
        String samples = ending.equals("webm") ? "s16,asetnsamples=960" : "s16,asetnsamples=1152";
        Path whole = make(
                "whole." + ending,
                media -> media.stream("testsrc2=s=64x48:r=25:d=1,format=yuv420p", video).stream(
                                "sine=f=440:r=48000:d=1,aformat=" + samples, audio)
                        .option("movflags", "+faststart"));
        Path shorter = make(
                "shorter." + ending,
                media -> media.stream("testsrc2=s=64x48:r=25:d=1,format=yuv420p", video).stream(
                        "sine=f=440:r=48000:d=0.9,aformat=" + samples, audio));
        Path silent =
                make("silent." + ending, media -> media.stream("testsrc2=s=64x48:r=25:d=1,format=yuv420p", video));
        Path late = make(
                "late." + ending,
                media -> media.stream("testsrc2=s=64x48:r=25:d=1,format=yuv420p", video).stream(
                        "sine=f=440:r=48000:d=1,aformat=" + samples + ",asetpts=PTS+0.2/TB", audio));
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut." + ending), Arrays.copyOf(bytes, bytes.length - 3000));
        AVFormatContext format = open(whole);
        List<Written> written = packets(format);
        Tags tags = Tags.of(format);
        AVOutputFormat container = OutputContainer.of("." + ending);
        assertEquals(List.of(), OutputCheck.verify(whole, "out", container, written, tags));
        assertMissing("stream 1 \\(audio, .*\\) has \\d+ of \\d+ packets", shorter, container, written, tags);
        assertMissing("stream 1 \\(audio, .*\\) has nothing", silent, container, written, tags);
        assertMissing("stream 1 \\(audio, .*\\) has other times", late, container, written, tags);
        assertMissing(
                "(stream \\d .* has (\\d+ of \\d+ packets|nothing)|cannot be read back)",
                cut,
                container,
                written,
                tags);
        avformat.avformat_close_input(format);
    }

    private static void assertMissing(
            String words, Path file, AVOutputFormat container, List<Written> written, Tags tags) {
        MediaException missing = assertThrows(
                MediaException.class, () -> OutputCheck.verify(file, "out", container, written, tags), file.toString());
        assertEquals(ErrorKind.IO, missing.kind());
        assertTrue(missing.getMessage().matches("output out: " + words + ".*"), missing.getMessage());
    }

    /** Row M5: every key is in the result, or named; so are marks and languages of streams. Oracle: FFmpeg's own reading. */
    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mov", "mkv", "webm", "gif"})
    void whatAMuxerLeavesOutIsNamed(String to) {
        Path source = make(
                "in.mkv",
                media -> media.stream("testsrc2=s=64x48:r=25:d=0.4,format=yuv420p", "mpeg4").stream(
                                "sine=f=440:r=48000:d=0.4,aformat=s16,asetnsamples=1152", "mp2", Map.of(), stream -> {
                                    AVDictionary metadata = new AVDictionary(null);
                                    av_dict_set(metadata, "language", "fre", 0);
                                    av_dict_set(metadata, "WORDS", "of a stream", 0);
                                    stream.metadata(metadata);
                                    stream.disposition(
                                            AV_DISPOSITION_DEFAULT | AV_DISPOSITION_FORCED | AV_DISPOSITION_COMMENT);
                                })
                        .format(format -> {
                            AVDictionary metadata = new AVDictionary(null);
                            KEYS.forEach(key -> av_dict_set(
                                    metadata,
                                    key,
                                    key.equals("creation_time")
                                            ? "2020-01-02T03:04:05Z"
                                            : key.equals("date")
                                                    ? "2020"
                                                    : key.matches("track|disc") ? "1" : "some " + key,
                                    0));
                            format.metadata(metadata);
                        }));
        FramePipeline.Result result = TestMedia.copy(
                source,
                folder.resolve("out." + to),
                Clip.WHOLE,
                to.equals("webm") ? VideoCodec.VP9 : to.equals("gif") ? VideoCodec.GIF : VideoCodec.H264);
        String told = result.droppedStreams().toString().toLowerCase(Locale.ROOT);
        AVFormatContext original = open(source);
        AVFormatContext written = open(folder.resolve("out." + to));
        Tags wanted = Tags.of(original);
        Tags found = Tags.of(written);
        assertTrue(wanted.file().size() > 35, wanted.toString());
        for (String key : wanted.file().keySet()) {
            assertTrue(
                    found.file().containsKey(key)
                            != told.replaceAll("the flag [^]]*", "")
                                    .matches(".*[ ,]"
                                            + key.toLowerCase(Locale.ROOT).replace(".", "\\.") + "[],].*"),
                    key + ": " + found + told);
        }
        if (!to.equals("gif")) {
            assertEquals(
                    "fre".equals(found.streams().get(1).metadata().get("language")),
                    !told.contains("language, words of"),
                    "MOV knows it by another name: " + told);
            assertEquals(found.streams().get(1).metadata().containsKey("WORDS"), !told.contains("words"), told);
            assertEquals((found.streams().get(1).marks() & AV_DISPOSITION_FORCED) != 0, !told.contains("forced"), told);
        }
        avformat.avformat_close_input(original);
        avformat.avformat_close_input(written);
    }

    /** Title, date and cover are where players look for them: MP4's own list. Oracle: the bytes. */
    @Test
    void titleAndDateAreWherePlayersLook() throws IOException {
        Path source = make(
                "in.mkv",
                media -> media.stream("testsrc2=s=64x48:r=25:d=0.4,format=yuv420p", "mpeg4")
                        .format(format -> {
                            AVDictionary metadata = new AVDictionary(null);
                            av_dict_set(metadata, "title", "Walk", 0);
                            av_dict_set(metadata, "date", "2020", 0);
                            av_dict_set(metadata, "PROJECT", "Alpine", 0);
                            format.metadata(metadata);
                        }));
        FramePipeline.Result result = run(source, "mp4", Clip.WHOLE);
        assertEquals(List.of("metadata PROJECT"), result.droppedStreams());
        String bytes = new String(Files.readAllBytes(folder.resolve("out.mp4")), StandardCharsets.ISO_8859_1);
        assertTrue(bytes.contains("\u00a9nam") && bytes.contains("\u00a9day") && bytes.contains("Walk"));
    }
}
