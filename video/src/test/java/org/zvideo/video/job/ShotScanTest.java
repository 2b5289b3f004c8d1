package org.zvideo.video.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.Clip;
import org.zvideo.video.MediaMaker;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.TestMedia;
import org.zvideo.video.VideoFrame;
import org.zvideo.video.VideoReader;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.farm.ShotSpan;
import org.zvideo.video.request.Source;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.shot.CutSpec;

/** Shots are found once, and their frames are found again wherever reading starts. Oracle: the frames of one unbroken reading. */
class ShotScanTest {
    @TempDir
    Path folder;

    /** Open groups, key frames in the middle of shots, fields, no index, missing times, a clock that starts late, a part. */
    @ParameterizedTest
    @CsvSource({
        "avi, mpeg4, 'g=10 bf=2', 'null', 0",
        "mkv, mpeg4, 'g=7 bf=2', 'select=gt(mod(n\\,7)\\,1),setpts=PTS+1.4/TB', 0.2",
        "mp4, mpeg4, 'g=12 bf=2', 'setpts=PTS+0.5/TB', 0.3",
        "mov, mpeg2video, 'g=10 bf=2', 'separatefields,select=eq(mod(n\\,4)\\,0)+eq(mod(n\\,4)\\,3),weave=first_field=top,setfield=tff', 0",
        "ts, mpeg2video, 'g=10 bf=2', 'setpts=PTS+2/TB', 0.1",
        "mkv, ffv1, 'g=5', 'null', 0.04"
    })
    void everyShotIsFoundAgain(String ending, String encoder, String settings, String filters, double from)
            throws IOException {
        Path film = folder.resolve("film." + ending);
        Map<String, String> options = new HashMap<>(Map.of("b", "2000000"));
        for (String setting : settings.split(" ")) {
            options.put(setting.split("=")[0], setting.split("=")[1]);
        }
        try (MediaMaker media = MediaMaker.of(film)) {
            media.stream("testsrc2=s=96x64:r=25:d=1.6," + filters + ",format=yuv420p", encoder, options, stream -> {});
        }
        TestMedia.Contents whole = TestMedia.read(film, Clip.from(from));
        Path cuts = Files.writeString(folder.resolve("cuts.txt"), "1\n3\n9\n10\n14\n");
        StyleTransferRequest request = request(film, from, CutSpec.parse(cuts.toString()));
        List<ShotSpan> shots = ShotScan.of(request, () -> {});
        assertEquals(
                List.of(0L, 1L, 3L, 9L, 10L, 14L),
                shots.stream().map(ShotSpan::first).toList());
        assertEquals(whole.frames().size() - 1, shots.get(5).last());
        for (ShotSpan shot : shots) {
            try (VideoReader reader = new ShotFrames(request.source(), shot).open(() -> {})) {
                for (long n = shot.first(); n <= shot.last(); n++) {
                    try (VideoFrame frame = reader.nextFrame().orElseThrow()) {
                        assertEquals(whole.frames().get((int) n), RgbFrames.toImage(frame.image()), "frame " + n);
                        assertEquals(
                                whole.times().get((int) n),
                                frame.pts() * reader.info().timeBase().value(),
                                "frame " + n);
                    }
                }
                assertTrue(reader.nextFrame().isEmpty());
            }
        }
    }

    /** Oracle: the film itself, of which a frame in the middle of a shot is another one. */
    @Test
    void anotherFilmIsRefused() throws IOException {
        Path film = TestMedia.y4m(folder.resolve("film.y4m"), 32, 24, 12, "25:1");
        Path cuts = Files.writeString(folder.resolve("cuts.txt"), "2\n");
        StyleTransferRequest request = request(film, 0, CutSpec.parse(cuts.toString()));
        ShotSpan second = ShotScan.of(request, () -> {}).get(1);
        byte[] bytes = Files.readAllBytes(film);
        bytes[bytes.length / 2] ^= 64;
        Files.write(film, bytes);
        MediaException refused =
                assertThrows(MediaException.class, () -> new ShotFrames(request.source(), second).open(() -> {}));
        assertEquals(ErrorKind.OTHER_JOB, refused.kind());
        assertTrue(refused.getMessage().contains("its frames 2 to 11 are not those"), refused.getMessage());
    }

    private static StyleTransferRequest request(Path film, double from, CutSpec cuts) {
        StyleTransferRequest request = StyleTransferRequest.of(Path.of("model"), film, film, Path.of("out.mkv"));
        return new StyleTransferRequest(
                new Source(film, Clip.from(from), ReadOptions.DEFAULT),
                request.styles(),
                request.schedule(),
                request.masks(),
                request.method(),
                request.effort(),
                cuts,
                request.filters(),
                request.machine(),
                request.target(),
                Optional.empty(),
                List.of());
    }
}
