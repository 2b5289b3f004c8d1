package org.zvideo.video.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.zvideo.video.picture.PictureMaker.HEIGHT;
import static org.zvideo.video.picture.PictureMaker.WIDTH;
import static org.zvideo.video.picture.PictureMaker.bmp;
import static org.zvideo.video.picture.PictureMaker.gray;
import static org.zvideo.video.picture.PictureMaker.join;
import static org.zvideo.video.picture.PictureMaker.level;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Every header and kind of pixels of BMP. Oracle: that of {@link PictureVariants}. */
class BmpVariantsTest extends PictureVariants {
    private static final int[] NO_MASKS = {};
    private static final byte[] NO_PALETTE = {};
    private static final int[] USUAL = {0xff0000, 0xff00, 0xff};
    private static final int[] USUAL_ALPHA = {0xff0000, 0xff00, 0xff, 0xff000000};

    /** Channels packed by their masks, from the highest bits of each level. */
    private static long fields(int x, int y, int... masks) {
        long value = 0;
        for (int c = 0; c < masks.length; c++) {
            int bits = Integer.bitCount(masks[c]);
            long level = bits > 8 ? (level(x, y, c) * ((1L << bits) - 1) + 127) / 255 : level(x, y, c) >> 8 - bits;
            value |= level << Integer.numberOfTrailingZeros(masks[c]);
        }
        return value;
    }

    @Test
    void bmpOfTrueColor() throws IOException {
        for (int header : new int[] {12, 16, 40, 52, 56, 64, 108, 124}) {
            expect(
                    "24-" + header + ".bmp",
                    bmp(header, 24, 0, NO_MASKS, NO_PALETTE, false, rows(3, PictureVariants::bgr)),
                    0,
                    false);
        }
        expect("top.bmp", bmp(40, 24, 0, NO_MASKS, NO_PALETTE, true, rows(3, PictureVariants::bgr)), 0, false);
        expect("gap.bmp", bmp(40, 24, 0, NO_MASKS, new byte[4 * 17], false, rows(3, PictureVariants::bgr)), 0, false);
    }

    /** Alpha counts only where the file says that there is one: the fourth byte may be anything. */
    @Test
    void bmpOfThirtyTwoBits() throws IOException {
        expect("zero.bmp", bmp(40, 32, 0, NO_MASKS, NO_PALETTE, false, rows(4, PictureVariants::bgr)), 0, false);
        expect("junk.bmp", bmp(40, 32, 0, NO_MASKS, NO_PALETTE, false, rows(4, PictureVariants::bgra)), 0, false);
        expect("fields.bmp", bmp(40, 32, 3, USUAL, NO_PALETTE, false, rows(4, PictureVariants::bgr)), 0, false);
        expect("fields-junk.bmp", bmp(40, 32, 3, USUAL, NO_PALETTE, true, rows(4, PictureVariants::bgra)), 0, false);
        expect(
                "alpha-fields.bmp",
                bmp(40, 32, 6, USUAL_ALPHA, NO_PALETTE, false, rows(4, PictureVariants::bgra)),
                8,
                false);
        for (int header : new int[] {56, 108, 124}) {
            expect(
                    "alpha" + header + ".bmp",
                    bmp(header, 32, 3, USUAL_ALPHA, NO_PALETTE, false, rows(4, PictureVariants::bgra)),
                    8,
                    false);
            expect(
                    "none" + header + ".bmp",
                    bmp(header, 32, 3, USUAL, NO_PALETTE, false, rows(4, PictureVariants::bgra)),
                    0,
                    false);
        }
        int[] high = {0xff000000, 0xff0000, 0xff00};
        expect(
                "high.bmp",
                bmp(40, 32, 3, high, NO_PALETTE, false, rows(4, (x, y) -> fields(x, y, high) | 0x5a)),
                0,
                false);
        int[] ten = {0x3ff00000, 0xffc00, 0x3ff};
        expect("ten.bmp", bmp(40, 32, 3, ten, NO_PALETTE, false, rows(4, (x, y) -> fields(x, y, ten))), 0, false);
    }

    @Test
    void bmpOfSixteenBits() throws IOException {
        int[] five = {0x7c00, 0x3e0, 0x1f};
        IntUnaryOperator fiveBits = level -> rounded(level, 5);
        expect(
                "555.bmp",
                bmp(40, 16, 0, NO_MASKS, NO_PALETTE, false, rows(2, (x, y) -> fields(x, y, five) | 0x8000)),
                0,
                false,
                fiveBits);
        int[] six = {0xf800, 0x7e0, 0x1f};
        expect(
                "565.bmp",
                bmp(40, 16, 3, six, NO_PALETTE, false, rows(2, (x, y) -> fields(x, y, six))),
                0,
                false,
                fiveBits,
                level -> rounded(level, 6),
                fiveBits);
        int[] four = {0xf00, 0xf0, 0xf, 0xf000};
        expect(
                "4444.bmp",
                bmp(108, 16, 3, four, NO_PALETTE, false, rows(2, (x, y) -> fields(x, y, four))),
                4,
                false,
                level -> rounded(level, 4));
        int[] opaque = {0xf00, 0xf0, 0xf};
        expect(
                "444.bmp",
                bmp(40, 16, 3, opaque, NO_PALETTE, false, rows(2, (x, y) -> fields(x, y, opaque))),
                0,
                false,
                level -> rounded(level, 4));
    }

    @Test
    void bmpWithPalettes() throws IOException {
        for (int bits : new int[] {1, 2, 4, 8}) {
            IntUnaryOperator coarse = level -> (level >> 8 - bits) * 255 / ((1 << bits) - 1);
            expect(
                    "p" + bits + ".bmp",
                    bmp(40, bits, 0, NO_MASKS, grays(1 << bits, 4), false, indexes(bits)),
                    0,
                    true,
                    coarse);
            expect(
                    "q" + bits + ".bmp",
                    bmp(12, bits, 0, NO_MASKS, grays(1 << bits, 3), false, indexes(bits)),
                    0,
                    true,
                    coarse);
            expect(
                    "r" + bits + ".bmp",
                    bmp(64, bits, 0, NO_MASKS, grays(1 << bits, 4), true, indexes(bits)),
                    0,
                    true,
                    coarse);
        }
        ByteArrayOutputStream eight = new ByteArrayOutputStream();
        ByteArrayOutputStream four = new ByteArrayOutputStream();
        for (int y = HEIGHT - 1; y >= 0; y--) {
            for (int x = 0; x < WIDTH; x += 7) { // runs of one, and literals of six
                eight.writeBytes(new byte[] {1, (byte) gray(x, y), 0, 6});
                four.writeBytes(new byte[] {1, (byte) (gray(x, y) & 0xf0), 0, 6});
                for (int n = 1; n < 7; n++) {
                    eight.write(gray(x + n, y));
                }
                for (int n = 1; n < 7; n += 2) {
                    four.write(gray(x + n, y) & 0xf0 | gray(x + n + 1, y) >> 4);
                }
                four.write(0);
            }
            eight.writeBytes(new byte[2]);
            four.writeBytes(new byte[2]);
        }
        byte[] end = {0, 1};
        expect("rle8.bmp", bmp(40, 8, 1, NO_MASKS, grays(256, 4), false, join(eight.toByteArray(), end)), 0, true);
        expect(
                "rle4.bmp",
                bmp(40, 4, 2, NO_MASKS, grays(16, 4), false, join(four.toByteArray(), end)),
                0,
                true,
                level -> (level >> 4) * 17);
        byte[] skips = {5, 7, 0, 2, 3, 1, 4, 9, 0, 0, 0, 1}; // five, then three to the right and one up, four
        Picture sparse = StillImage.readMask(
                Files.write(folder.resolve("skips.bmp"), bmp(40, 8, 1, NO_MASKS, grays(256, 4), false, skips)));
        assertEquals(
                "7 0 9 0",
                sparse.image().at(4, HEIGHT - 1, 0) + " " + sparse.image().at(5, HEIGHT - 1, 0) + " "
                        + sparse.image().at(8, HEIGHT - 2, 0) + " "
                        + sparse.image().at(12, HEIGHT - 2, 0));
    }

    @Test
    void bmpThatIsDamagedOrOfAnotherKind() throws IOException {
        byte[] whole = bmp(40, 24, 0, NO_MASKS, NO_PALETTE, false, rows(3, PictureVariants::bgr));
        refused("cut.bmp", Arrays.copyOf(whole, whole.length - 5), "truncated");
        refused(
                "jpeg.bmp",
                bmp(40, 24, 4, NO_MASKS, NO_PALETTE, false, rows(3, PictureVariants::bgr)),
                "save it as PNG");
        refused(
                "holes.bmp",
                bmp(40, 32, 3, new int[] {0xf0f000, 0xf00, 0xff}, NO_PALETTE, false, rows(4, PictureVariants::bgr)),
                "holes");
        refused("endless.bmp", bmp(40, 8, 1, NO_MASKS, grays(256, 4), false, new byte[] {9, 3, 9, 4}), "truncated");
        refused(
                "beyond.bmp",
                bmp(40, 8, 1, NO_MASKS, grays(256, 4), false, new byte[] {0, 2, 0, 99, 9, 4, 0, 1}),
                "damaged");
    }
}
