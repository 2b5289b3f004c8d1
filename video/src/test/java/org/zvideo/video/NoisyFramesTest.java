package org.zvideo.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.image.RgbImage;

/**
 * Frames that OpenH264 cannot store at the wanted quality, since its buffer for one is about as large as the frame without
 * compression. Oracle: the source.
 */
class NoisyFramesTest extends MediaTest {
    private static final int CALM = 5;
    private static final int NOISY = 3;
    private static final int AFTER = 30;

    @ParameterizedTest
    @CsvSource({"mp4, 12", "mkv, 0", "mov, 16"})
    void noiseIsEncodedMoreCoarselyAndTheRestAsWanted(String ending, int quality) {
        String scenes = "testsrc2=s=256x144:r=25,gblur=sigma=3,trim=end_frame=" + CALM + ",format=yuv420p,setsar=1[a];"
                + "life=s=256x144:r=25:mold=10:random_seed=7:death_color=blue:life_color=orange,trim=end_frame=" + NOISY
                + ",format=yuv420p,setsar=1[b];"
                + "testsrc2=s=256x144:r=25,gblur=sigma=3,trim=end_frame=" + AFTER + ",format=yuv420p,setsar=1[c];"
                + "[a][b][c]concat=n=3";
        Path source = make("in.mkv", media -> media.stream(scenes, "ffv1"));
        Path copy = folder.resolve("out." + ending);
        FramePipeline.Result result = new FramePipeline(List.of())
                .run(
                        source,
                        Clip.WHOLE,
                        ReadOptions.DEFAULT,
                        copy,
                        copy.getFileName().toString(),
                        new EncoderSettings(VideoCodec.H264, quality),
                        new FramePipeline.Listener() {});

        List<RgbImage> expected = TestMedia.read(source).frames();
        List<RgbImage> written = TestMedia.read(copy).frames();
        assertEquals(CALM + NOISY + AFTER, written.size());
        for (int n = 0; n < written.size(); n++) {
            double psnr = TestMedia.psnr(expected.get(n), written.get(n));
            boolean noisy = n >= CALM && n < CALM + NOISY;
            boolean wanted = n < CALM || n > CALM + 25;
            assertTrue(psnr >= (noisy ? 20 : wanted ? 41 : 34), "frame " + n + ": " + psnr + " dB");
        }
        assertEquals(1, result.changedStreams().size());
        String said = result.changedStreams().get(0);
        assertTrue(said.startsWith("26 frames are") && said.contains("quality " + quality), said);
    }
}
