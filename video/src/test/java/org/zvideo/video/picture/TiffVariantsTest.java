package org.zvideo.video.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.zvideo.video.picture.PictureMaker.HEIGHT;
import static org.zvideo.video.picture.PictureMaker.WIDTH;
import static org.zvideo.video.picture.PictureMaker.ascii;
import static org.zvideo.video.picture.PictureMaker.gray;
import static org.zvideo.video.picture.PictureMaker.join;
import static org.zvideo.video.picture.PictureMaker.level;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.zvideo.video.picture.PictureMaker.Tiff;

/** Layouts, depths, transparency and colors of TIFF. Oracle: that of {@link PictureVariants}. */
class TiffVariantsTest extends PictureVariants {

    private static int multiplied(int x, int y, int channel) {
        return channel == 3 ? level(x, y, 3) : Math.round(level(x, y, channel) * level(x, y, 3) / 255f);
    }

    private static int grayAlpha(int x, int y, int channel) {
        return channel == 0 ? gray(x, y) : level(x, y, 3);
    }

    @Test
    void tiffOfEveryLayout() throws IOException {
        for (int bits : new int[] {8, 16}) {
            int[] rgb = samples(3, bits, PictureMaker::level);
            int[] rgba = samples(4, bits, PictureMaker::level);
            for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
                String name = bits + "-" + order + ".tif";
                Tiff plain = Tiff.of(bits, 3, 2, rgb, Map.of()).withOrder(order);
                expect("strips" + name, plain.bytes(), 0, false);
                expect("tiles" + name, plain.deflated(false, 16).bytes(), 0, false);
                expect("differences" + name, plain.deflated(true, 0).bytes(), 0, false);
                expect("both" + name, plain.deflated(true, 16).bytes(), 0, false);
                Tiff alpha =
                        Tiff.of(bits, 4, 2, rgba, Map.of(338, new int[] {2})).withOrder(order);
                expect("alpha" + name, alpha.bytes(), 8, false);
                expect("alpha-differences" + name, alpha.deflated(true, 16).bytes(), 8, false);
                expect(
                        "gray" + name,
                        Tiff.of(bits, 1, 1, samples(1, bits, PictureMaker::level), Map.of())
                                .withOrder(order)
                                .bytes(),
                        0,
                        true);
                expect(
                        "inverted" + name,
                        Tiff.of(bits, 1, 0, samples(1, bits, (x, y, c) -> 255 - gray(x, y)), Map.of())
                                .withOrder(order)
                                .bytes(),
                        0,
                        true);
                expect(
                        "gray-alpha" + name,
                        Tiff.of(bits, 2, 1, samples(2, bits, TiffVariantsTest::grayAlpha), Map.of(338, new int[] {2}))
                                .withOrder(order)
                                .bytes(),
                        8,
                        true);
            }
            // A fourth sample that is no transparency; and transparency behind another one.
            expect(
                    "extra" + bits + ".tif",
                    Tiff.of(bits, 4, 2, rgba, Map.of(338, new int[] {0})).bytes(),
                    0,
                    false);
            expect(
                    "second" + bits + ".tif",
                    Tiff.of(
                                    bits,
                                    5,
                                    2,
                                    samples(5, bits, (x, y, c) -> c == 3 ? 9 : level(x, y, Math.min(3, c))),
                                    Map.of(338, new int[] {0, 2}))
                            .bytes(),
                    8,
                    false);
        }
        for (int bits : new int[] {1, 2, 4}) {
            IntUnaryOperator coarse = level -> (level >> 8 - bits) * 255 / ((1 << bits) - 1);
            expect(
                    "g" + bits + ".tif",
                    Tiff.of(bits, 1, 1, samples(1, bits, (x, y, c) -> gray(x, y) >> 8 - bits), Map.of())
                            .bytes(),
                    0,
                    true,
                    coarse);
            expect(
                    "i" + bits + ".tif",
                    Tiff.of(bits, 1, 0, samples(1, bits, (x, y, c) -> 255 - gray(x, y) >> 8 - bits), Map.of())
                            .bytes(),
                    0,
                    true,
                    coarse);
        }
    }

    /** Transparency that was multiplied into the colors comes out again, up to the rounding of the multiplication. */
    @Test
    void tiffWithMultipliedAlpha() throws IOException {
        Picture picture = StillImage.readMask(Files.write(
                folder.resolve("m.tif"),
                Tiff.of(8, 4, 2, samples(4, 8, TiffVariantsTest::multiplied), Map.of(338, new int[] {1}))
                        .bytes()));
        for (int n = 0; n < WIDTH * HEIGHT; n++) {
            int alpha = level(n % WIDTH, n / WIDTH, 3);
            for (int c = 0; c < 3; c++) {
                assertEquals(
                        multiplied(n % WIDTH, n / WIDTH, c) + 255 - alpha,
                        picture.image().at(n, c),
                        1,
                        "pixel " + n);
            }
        }
    }

    @Test
    void tiffWithPalettesAndInk() throws IOException {
        int[] map = IntStream.range(0, 768).map(n -> n % 256 * 257).toArray();
        int[] old = IntStream.range(0, 768).map(n -> n % 256).toArray();
        for (int[] palette : new int[][] {map, old}) {
            expect(
                    "map.tif",
                    Tiff.of(8, 1, 3, samples(1, 8, PictureMaker::level), Map.of(320, palette))
                            .bytes(),
                    0,
                    true);
            expect(
                    "map-alpha.tif",
                    Tiff.of(8, 2, 3, samples(2, 8, TiffVariantsTest::grayAlpha), Map.of(320, palette, 338, new int[] {2
                            }))
                            .bytes(),
                    8,
                    true);
        }
        // Ink: light is what is left of red, green and blue after the black.
        expect(
                "ink.tif",
                Tiff.of(8, 4, 5, samples(4, 8, (x, y, c) -> c == 3 ? 51 : 255 - level(x, y, c)), Map.of())
                        .bytes(),
                0,
                false,
                level -> Math.round(level * 0.8f));
    }

    @Test
    void tiffThatIsDamagedOrOfAnotherKind() throws IOException {
        int[] rgb = samples(3, 8, PictureMaker::level);
        byte[] whole = Tiff.of(8, 3, 2, rgb, Map.of()).bytes();
        refused("cut.tif", Arrays.copyOf(whole, whole.length - 40), "truncated");
        byte[] deflated = Tiff.of(8, 3, 2, rgb, Map.of()).deflated(false, 0).bytes();
        byte[] hole = deflated.clone();
        hole[deflated.length - 60] ^= 0x10;
        refused("hole.tif", hole, "damaged");
        byte[] twice = whole.clone();
        twice[8 + 2 + 12] = 0; // the second tag becomes a second width
        refused("twice.tif", twice, "twice");
        refused(
                "float.tif",
                Tiff.of(16, 3, 2, rgb, Map.of(339, new int[] {3, 3, 3})).bytes(),
                "floating-point");
        refused(
                "predictor.tif",
                Tiff.of(8, 3, 2, rgb, Map.of(317, new int[] {3})).bytes(),
                "predictor 3");
        refused("big.tif", join(ascii("II+\0"), new byte[40]), "BigTIFF");
        refused("logluv.tif", Tiff.of(8, 3, 32845, rgb, Map.of()).bytes(), "photometric 32845");
    }
}
