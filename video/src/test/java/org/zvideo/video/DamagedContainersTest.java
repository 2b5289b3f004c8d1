package org.zvideo.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;

/**
 * What is missing in a container is never silent: row 5 of the reliability cases, for every container that is accepted.
 * Oracle: the whole file. A damaged one is refused, or its frames are as many and at the same times.
 */
class DamagedContainersTest extends MediaTest {
    @ParameterizedTest
    @CsvSource({
        "mkv, mpeg4, yuv420p",
        "mkv, libopenh264, yuv420p",
        "webm, libvpx, yuv420p",
        "webm, libvpx-vp9, yuv420p",
        "mp4, libopenh264, yuv420p",
        "mp4, mpeg2video, yuv420p",
        "mov, mpeg4, yuv420p",
        "mov, png, rgb24",
        "avi, mpeg4, yuv420p",
        "avi, mjpeg, yuvj420p",
        "ts, mpeg2video, yuv420p",
        "ts, libopenh264, yuv420p",
        "mpg, mpeg2video, yuv420p",
        "mpg, mpeg1video, yuv420p",
        "flv, flv, yuv420p",
        "flv, libopenh264, yuv420p",
        "asf, wmv2, yuv420p",
        "asf, mpeg4, yuv420p",
        "ogv, libvpx, yuv420p",
        "nut, mpeg4, yuv420p",
        "nut, ffv1, yuv420p",
        "mxf, mpeg2video, yuv420p",
        "ivf, libvpx, yuv420p",
        "ivf, libvpx-vp9, yuv420p",
        "gif, gif, rgb8",
        "apng, apng, rgb24",
        "y4m, wrapped_avframe, yuv420p"
    })
    void whatIsMissingIsNeverSilent(String ending, String encoder, String format) throws IOException {
        Path whole = whole(ending, encoder, format);
        everyCaseIsToldOf(whole, 3);
    }

    @Tag("nightly")
    @ParameterizedTest
    @CsvSource({
        "mkv, mpeg4, yuv420p",
        "mkv, ffv1, yuv420p",
        "webm, libvpx, yuv420p",
        "webm, libvpx-vp9, yuv420p",
        "mp4, libopenh264, yuv420p",
        "mov, mpeg4, yuv420p",
        "avi, mpeg4, yuv420p",
        "avi, mjpeg, yuvj420p",
        "ts, mpeg2video, yuv420p",
        "ts, libopenh264, yuv420p",
        "flv, flv, yuv420p",
        "flv, libopenh264, yuv420p",
        "asf, wmv2, yuv420p",
        "ogv, libvpx, yuv420p",
        "nut, mpeg4, yuv420p",
        "nut, ffv1, yuv420p",
        "mxf, mpeg2video, yuv420p",
        "ivf, libvpx, yuv420p",
        "apng, apng, rgb24",
        "y4m, wrapped_avframe, yuv420p"
    })
    void theFullSweep(String ending, String encoder, String format) throws IOException {
        everyCaseIsToldOf(whole(ending, encoder, format), 20);
    }

    private Path whole(String ending, String encoder, String format) {
        return make(
                "whole." + ending,
                media -> media.stream(
                        "testsrc2=s=96x64:r=25:d=1.2,format=" + format,
                        encoder,
                        encoder.matches("mpeg.*|flv|wmv2|libopenh264") ? Map.of("g", "10") : Map.of(),
                        stream -> {}));
    }

    private void everyCaseIsToldOf(Path whole, int places) throws IOException {
        SourceScan.of(whole, Clip.WHOLE, ReadOptions.DEFAULT);
        List<Double> expected = times(whole);
        byte[] all = Files.readAllBytes(whole);
        Random random = new Random(7);
        List<String> silent = new ArrayList<>();
        int told = 0;
        for (int n = 0; n < 3 * places; n++) {
            int at = 1 + (int) ((all.length - 2) * (n % places + random.nextDouble()) / places);
            int length = Math.min(all.length - at, 1 + all.length / 100 + random.nextInt(all.length / 20));
            byte[] damaged = switch (n / places) {
                case 0 -> Arrays.copyOf(all, at % 188 == 0 ? at + 1 : at);
                case 1 -> zeroed(all, at, length);
                default ->
                    without(
                            all,
                            whole.toString().endsWith("ts") ? at / 188 * 188 : at,
                            whole.toString().endsWith("ts") ? 188 * (1 + random.nextInt(15)) : length);
            };
            Path file = Files.write(
                    folder.resolve("damaged" + whole.getFileName().toString().replace("whole", "")), damaged);
            try {
                if (!times(file).equals(expected)) {
                    silent.add((n / places == 0 ? "cut" : n / places == 1 ? "zeros" : "missing") + " at " + at + " of "
                            + all.length);
                }
            } catch (MediaException e) {
                assertEquals(ErrorKind.BAD_INPUT, e.kind(), e.getMessage());
                told++;
            }
        }
        assertEquals(List.of(), silent);
        assertTrue(told >= places, "told of " + told);
    }

    private static byte[] zeroed(byte[] all, int at, int length) {
        byte[] bytes = all.clone();
        Arrays.fill(bytes, at, at + length, (byte) 0);
        return bytes;
    }

    private static byte[] without(byte[] all, int at, int length) {
        int end = Math.min(all.length, at + length);
        byte[] bytes = Arrays.copyOf(all, all.length - (end - at));
        System.arraycopy(all, end, bytes, at, all.length - end);
        return bytes;
    }

    /** Times of the frames from the first one on. */
    private static List<Double> times(Path file) {
        List<Double> times = new ArrayList<>();
        try (VideoReader reader = VideoReader.open(file, Clip.WHOLE, ReadOptions.DEFAULT)) {
            for (Optional<VideoFrame> frame = reader.nextFrame(); frame.isPresent(); frame = reader.nextFrame()) {
                try (VideoFrame open = frame.get()) {
                    times.add(Math.round(
                                    1000 * open.pts() * reader.info().timeBase().value())
                            / 1000.0);
                }
            }
        }
        return times.stream()
                .map(time -> Math.round(1000 * (time - times.get(0))) / 1000.0)
                .toList();
    }

    /** With the option the same is counted. */
    @Test
    void whatIsMissingCanBeTakenAsFarAsItGoes() throws IOException {
        Path whole = whole("webm", "libvpx", "yuv420p");
        byte[] all = Files.readAllBytes(whole);
        Path half = Files.write(folder.resolve("half.webm"), Arrays.copyOf(all, all.length / 2));
        SourceScan scan = SourceScan.of(half, Clip.WHOLE, new ReadOptions(ReadOptions.MAX_PIXELS, Set.of(), true));
        assertTrue(
                scan.damage().findings().toString().contains("truncated"),
                scan.damage().toString());
        assertTrue(
                scan.info().frames() > 2 && scan.info().frames() < 30,
                "frames " + scan.info().frames());
    }

    /** Each container tells by what it states itself, not by what a decoder happens to notice. */
    @Test
    void transportPacketsThatAreMissingAreNamed() throws IOException {
        byte[] all = Files.readAllBytes(whole("ts", "mpeg2video", "yuv420p"));
        for (int lost = 1; lost < 16; lost++) {
            Path file = Files.write(folder.resolve("lost.ts"), without(all, all.length / 188 / 2 * 188, 188 * lost));
            ReadOptions lenient = new ReadOptions(ReadOptions.MAX_PIXELS, Set.of(), true);
            assertTrue(
                    SourceScan.of(file, Clip.WHOLE, lenient)
                            .damage()
                            .findings()
                            .toString()
                            .contains("transport packets are missing"),
                    lost + " packets");
        }
    }

    /** Recordings that state nothing, and what is put before or behind a whole film, are no damage. */
    @Test
    void whatStatesNothingIsWhole() throws IOException {
        Path live = make(
                "live.webm",
                media -> media.stream("testsrc2=s=96x64:r=25:d=1,format=yuv420p", "libvpx")
                        .option("live", "1"));
        assertEquals(25, times(live).size());
        Path pieces = make(
                "pieces.mp4",
                media -> media.stream("testsrc2=s=96x64:r=25:d=1,format=yuv420p", "mpeg4")
                        .option("movflags", "frag_keyframe+empty_moov"));
        assertEquals(25, times(pieces).size());
        for (String ending : new String[] {"mp4", "mkv", "avi"}) {
            Path padded = make(
                    "padded." + ending, media -> media.stream("testsrc2=s=96x64:r=25:d=1,format=yuv420p", "mpeg4"));
            Files.write(padded, Arrays.copyOf(Files.readAllBytes(padded), (int) Files.size(padded) + 500));
            assertEquals(25, times(padded).size(), ending);
        }
    }

    /** Transport streams that are put one behind the other, as the pieces of a broadcast are. */
    @Test
    void joinedRecordingsAreWhole() throws IOException {
        byte[] first = Files.readAllBytes(
                make("a.ts", media -> media.stream("testsrc2=s=96x64:r=25:d=1,format=yuv420p", "mpeg2video")));
        byte[] second = Files.readAllBytes(make(
                "b.ts",
                media -> media.stream("testsrc2=s=96x64:r=25:d=1,format=yuv420p", "mpeg2video")
                        .format(format -> format.output_ts_offset(1_000_000))));
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        assertEquals(50, times(Files.write(folder.resolve("both.ts"), both)).size());
    }
}
