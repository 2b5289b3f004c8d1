package org.zvideo.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.error.MediaException;

/**
 * Rows 24 and 25: every matrix that FFmpeg has a name for. Oracle: bars whose stored values the equations of ITU-T H.273
 * give, computed here.
 */
class ColorMatrixTest extends MediaTest {
    private static final double[][] BARS = {
        {0.75, 0.75, 0.75},
        {0.75, 0.75, 0},
        {0, 0.75, 0.75},
        {0, 0.75, 0},
        {0.75, 0, 0.75},
        {0.75, 0, 0},
        {0, 0, 0.75},
        {0.2, 0.5, 0.9}
    };
    private static final int WIDTH = 16;

    static IntStream matrices() {
        return IntStream.range(0, avutil.AVCOL_SPC_NB)
                .filter(matrix -> matrix != avutil.AVCOL_SPC_RESERVED); // read as unspecified
    }

    @ParameterizedTest
    @MethodSource("matrices")
    void everyMatrixIsConvertedOrRefused(int matrix) {
        for (boolean full : new boolean[] {false, true}) {
            for (String primaries : new String[] {"bt709", "smpte170m", "smpte432"}) {
                Path file = bars(matrix, primaries, full);
                if (equations(matrix, primaries, BARS[0]) == null) {
                    MediaException error =
                            assertThrows(MediaException.class, () -> TestMedia.read(file), "matrix " + matrix);
                    assertTrue(error.getMessage().contains("color matrix " + matrix), error.getMessage());
                    continue;
                }
                RgbImage frame = TestMedia.read(file).frames().get(0);
                for (int bar = 0; bar < BARS.length; bar++) {
                    for (int c = 0; c < 3; c++) {
                        assertEquals(
                                255 * BARS[bar][c],
                                frame.at(bar * WIDTH + WIDTH / 2, 32, c),
                                2,
                                "matrix " + matrix + ", " + primaries + ", bar " + bar + ", channel " + c);
                    }
                }
            }
        }
    }

    /** With the primaries of BT.709 the derived matrix is BT.709's, and so on. Oracle: the recommendations' numbers. */
    @ParameterizedTest
    @CsvSource({"bt709, 0.2126, 0.0722", "bt2020, 0.2627, 0.0593", "smpte170m, 0.212, 0.087", "bt470m, 0.299, 0.114"})
    void weightsAreThoseOfThePrimaries(String name, double red, double blue) {
        Primaries primaries =
                Primaries.of(avutil.av_color_primaries_from_name(name)).orElseThrow();
        assertEquals(red, primaries.redWeight(), 1e-3);
        assertEquals(blue, primaries.blueWeight(), 1e-3);
    }

    @Test
    void whatIsNoRgbIsRefused() {
        Path file = make(
                "xyz.mkv",
                media -> media.stream(
                        "color=red:s=32x32:d=0.1,format=bgr0",
                        "ffv1",
                        Map.of(),
                        stream -> stream.codecpar().color_primaries(avutil.AVCOL_PRI_SMPTE428)));
        assertTrue(assertThrows(MediaException.class, () -> TestMedia.read(file))
                .getMessage()
                .contains("XYZ"));
    }

    private Path bars(int matrix, String primaries, boolean full) {
        StringBuilder[] planes = {new StringBuilder(), new StringBuilder(), new StringBuilder()};
        for (int bar = 0; bar < BARS.length; bar++) {
            double[] values = equations(matrix, primaries, BARS[bar]);
            for (int plane = 0; plane < 3; plane++) {
                double value = values == null ? 0.2 : values[plane];
                double range = full ? 1023 : plane == 0 || matrix == avutil.AVCOL_SPC_YCGCO ? 876 : 896;
                double offset = plane > 0 ? 512 : full ? 0 : 64;
                planes[plane]
                        .append(bar == BARS.length - 1 ? "" : "if(lt(X," + (bar + 1) * WIDTH + "),")
                        .append(Math.round(offset + range * value))
                        .append(bar == BARS.length - 1 ? "" : ",");
            }
        }
        String closing = ")".repeat(BARS.length - 1);
        return make(
                "bars-" + matrix + primaries + full + ".mkv",
                media -> media.stream(
                        "color=black:s=" + WIDTH * BARS.length
                                + "x64:d=0.08,format=yuv444p10le,geq=lum='" + planes[0] + closing + "':cb='" + planes[1]
                                + closing + "':cr='"
                                + planes[2] + closing + "',setparams=colorspace=" + matrix + ":color_primaries="
                                + primaries
                                + ":color_trc=bt709:range=" + (full ? "pc" : "tv"),
                        "ffv1"));
    }

    /** Luma from 0 to 1 and chroma from −½ to ½ of nonlinear RGB; null for what is refused. */
    private static double[] equations(int matrix, String primaries, double[] rgb) {
        Primaries points =
                Primaries.of(avutil.av_color_primaries_from_name(primaries)).orElseThrow();
        return switch (matrix) {
            case avutil.AVCOL_SPC_UNSPECIFIED, avutil.AVCOL_SPC_SMPTE170M, avutil.AVCOL_SPC_BT470BG ->
                weighted(rgb, 0.299, 0.114);
            case avutil.AVCOL_SPC_BT709 -> weighted(rgb, 0.2126, 0.0722);
            case avutil.AVCOL_SPC_FCC -> weighted(rgb, 0.30, 0.11);
            case avutil.AVCOL_SPC_SMPTE240M -> weighted(rgb, 0.212, 0.087);
            case avutil.AVCOL_SPC_BT2020_NCL -> weighted(rgb, 0.2627, 0.0593);
            case avutil.AVCOL_SPC_CHROMA_DERIVED_NCL -> weighted(rgb, points.redWeight(), points.blueWeight());
            case avutil.AVCOL_SPC_YCGCO ->
                new double[] {
                    rgb[1] / 2 + (rgb[0] + rgb[2]) / 4, rgb[1] / 2 - (rgb[0] + rgb[2]) / 4, (rgb[0] - rgb[2]) / 2
                };
            default -> null;
        };
    }

    private static double[] weighted(double[] rgb, double red, double blue) {
        double luma = red * rgb[0] + (1 - red - blue) * rgb[1] + blue * rgb[2];
        return new double[] {luma, (rgb[2] - luma) / 2 / (1 - blue), (rgb[0] - luma) / 2 / (1 - red)};
    }
}
