package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MOV_TEXT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_SMPTE_KLV;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_SUBRIP;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zvideo.video.Decoded.Track;

/**
 * Copied streams keep their times in whatever order they stand. Oracle: {@link Decoded}, of the source; the two sounds are told
 * by their rates and tones.
 */
class StreamOrderTest extends MediaTest {
    private static final List<String> OUTPUTS = List.of("mp4", "mov", "mkv", "webm");

    private static void add(MediaMaker media, String ending, String stream) {
        switch (stream) {
            case "video" ->
                media.stream(
                        "testsrc2=s=96x64:r=25:d=0.6,format=yuv420p",
                        ending.equals("flv") ? "flv" : "mpeg4",
                        Map.of(),
                        to -> to.disposition(AV_DISPOSITION_DEFAULT));
            case "second" ->
                media.stream("testsrc2=s=64x48:r=30:d=0.5,format=yuv420p", "mpeg4", Map.of(), to -> to.disposition(0));
            case "low" ->
                media.stream(
                        "sine=f=300:r=44100:d=0.5,aformat=s16,asetnsamples=1152",
                        ending.equals("flv") ? "pcm_s16le" : "mp2");
            case "high" -> media.stream("sine=f=900:r=22050:d=0.4,aformat=s16,asetnsamples=1152", "mp2");
            case "text" ->
                media.texts(ending.equals("mkv") ? AV_CODEC_ID_SUBRIP : AV_CODEC_ID_MOV_TEXT, "eng", "Hello");
            case "data" -> media.data(AV_CODEC_ID_SMPTE_KLV, 5);
            case "cover" ->
                media.stream(
                        "testsrc2=s=20x30:r=1:d=1,format=rgb24",
                        "png",
                        Map.of(),
                        to -> to.disposition(AV_DISPOSITION_ATTACHED_PIC));
            default -> throw new AssertionError(stream);
        }
    }

    private static List<String> streams(String ending) {
        return switch (ending) {
            case "mkv" -> List.of("video", "second", "low", "high", "text");
            case "ts" -> List.of("video", "second", "low", "high", "data");
            case "avi", "nut" -> List.of("video", "second", "low", "high");
            case "flv" -> List.of("video", "low");
            default -> List.of("video", "second", "low", "high", "text", "cover");
        };
    }

    private void keepsItsTimes(String ending, List<String> order) {
        Path source = make("in." + ending, media -> order.forEach(stream -> add(media, ending, stream)));
        Decoded original = Decoded.of(source);
        double zero = original.tracks().stream()
                .filter(track -> track.kind().equals("audio") || track.kind().equals("video") && track.count() == 15)
                .mapToDouble(Track::begin)
                .min()
                .orElseThrow();
        for (String to : OUTPUTS) {
            Path written = folder.resolve("out." + to);
            TestMedia.copy(source, written, Clip.WHOLE, to.equals("webm") ? VideoCodec.VP9 : VideoCodec.H264);
            Decoded actual = Decoded.of(written);
            String what = order + " in " + ending + " to " + to + ": " + actual;
            assertEquals(15, actual.one("video").count(), what);
            List<Track> sounds = original.all("audio");
            assertEquals(sounds.size(), actual.all("audio").size(), what);
            for (int n = 0; n < sounds.size(); n++) {
                same(sounds.get(n), actual.all("audio").get(n), zero, what);
                assertEquals(sounds.get(n).tone(), actual.all("audio").get(n).tone(), 25, what);
            }
            if (actual.all("subtitle").size() == 1) {
                same(original.all("subtitle").get(0), actual.all("subtitle").get(0), zero, what);
            }
            assertTrue(
                    to.equals("webm")
                            || to.equals("mkv") != ending.equals("mkv")
                            || actual.all("subtitle").size()
                                    == original.all("subtitle").size(),
                    what);
        }
    }

    private static void same(Track source, Track result, double zero, String what) {
        double tick = 2 * Math.max(source.unit(), result.unit()) + 1e-6;
        assertEquals(source.begin() - zero, result.begin(), tick, what);
        assertEquals(source.end() - zero, result.end(), tick + (result.codec().equals("opus") ? 0.001 : 0), what);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mov", "mkv", "ts", "avi", "nut", "flv"})
    void streamsKeepTheirTimesInAnyOrder(String ending) {
        List<String> order = new ArrayList<>(streams(ending));
        Random random = new Random(15);
        keepsItsTimes(ending, order.stream().sorted().toList());
        for (int n = 0; n < 4; n++) {
            Collections.shuffle(order, random);
            keepsItsTimes(ending, order);
        }
    }

    @Tag("nightly")
    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mov", "mkv", "ts", "avi", "nut", "flv"})
    void streamsKeepTheirTimesInEveryOrder(String ending) {
        permute(ending, new ArrayList<>(), new ArrayList<>(streams(ending)));
    }

    private void permute(String ending, List<String> chosen, List<String> left) {
        if (left.isEmpty()) {
            keepsItsTimes(ending, chosen);
        }
        for (String next : left) {
            List<String> longer = new ArrayList<>(chosen);
            longer.add(next);
            List<String> fewer = new ArrayList<>(left);
            fewer.remove(next);
            permute(ending, longer, fewer);
        }
    }
}
