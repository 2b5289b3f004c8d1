package org.zvideo.video.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.zvideo.video.picture.PictureMaker.HEIGHT;
import static org.zvideo.video.picture.PictureMaker.WIDTH;
import static org.zvideo.video.picture.PictureMaker.ascii;
import static org.zvideo.video.picture.PictureMaker.chunk;
import static org.zvideo.video.picture.PictureMaker.gray;
import static org.zvideo.video.picture.PictureMaker.join;
import static org.zvideo.video.picture.PictureMaker.level;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.PictureMaker.Tiff;

/** Kinds of PNG, animations, and turns in every format. Oracle: that of {@link PictureVariants}. */
class PictureVariantsTest extends PictureVariants {

    @Test
    void pngOfEveryKind() throws IOException {
        for (int bits : new int[] {1, 2, 4}) {
            byte[][] rows = indexes(bits);
            IntUnaryOperator coarse = level -> (level >> 8 - bits) * 255 / ((1 << bits) - 1);
            expect("g" + bits + ".png", PictureMaker.png(bits, 0, rows), 0, true, coarse);
            byte[] palette = grays(1 << bits, 3);
            expect("p" + bits + ".png", PictureMaker.png(bits, 3, rows, chunk("PLTE", palette)), 0, true, coarse);
            Picture key = StillImage.readMask(Files.write(
                    folder.resolve("key.png"), PictureMaker.png(bits, 0, rows, chunk("tRNS", new byte[] {0, 1}))));
            Picture entry = StillImage.readMask(Files.write(
                    folder.resolve("entry.png"),
                    PictureMaker.png(
                            bits, 3, rows, chunk("PLTE", palette), chunk("tRNS", new byte[] {(byte) 255, 0}))));
            byte[] expected = new byte[WIDTH * HEIGHT];
            for (int n = 0; n < expected.length; n++) {
                expected[n] = (byte) (gray(n % WIDTH, n / WIDTH) >> 8 - bits == 1 ? 0 : 255);
            }
            assertArrayEquals(expected, key.alpha().orElseThrow(), "gray of " + bits + " bits");
            assertArrayEquals(expected, entry.alpha().orElseThrow(), "palette of " + bits + " bits");
        }
        int[] channels = {1, 0, 3, 0, 2, 0, 4};
        for (int color : new int[] {0, 2, 4, 6}) {
            for (int bits : new int[] {8, 16}) {
                int count = channels[color];
                byte[][] rows = new byte[HEIGHT][];
                for (int y = 0; y < HEIGHT; y++) {
                    rows[y] = new byte[WIDTH * count * bits / 8];
                    for (int n = 0; n < rows[y].length; n++) {
                        int sample = n / (bits / 8);
                        int channel = count == 2 && sample % 2 == 1 ? 3 : sample % count;
                        rows[y][n] = (byte) level(sample / count, y, channel);
                    }
                }
                expect(color + "-" + bits + ".png", PictureMaker.png(bits, color, rows), color >= 4 ? 8 : 0, count < 3);
            }
        }
    }

    /** P4 and P20. Oracle: the picture without the tag, turned corner by corner as EXIF's table says. */
    @Test
    void orientationsOfEveryFormatAndKind() throws IOException {
        byte[] lossless = webp(false);
        byte[] holed = webp(true);
        for (int number = 1; number <= 8; number++) {
            byte[] exif = PictureMaker.exif(number);
            byte[] marked = join(ascii("Exif\0\0"), exif);
            Map<String, byte[]> turned = new LinkedHashMap<>();
            for (int color : new int[] {2, 6}) {
                byte[][] rows = rows(
                        color == 2 ? 3 : 4,
                        (x, y) -> Integer.toUnsignedLong(
                                Integer.reverseBytes((int) bgra(x, y) << 8 | (int) (bgra(x, y) >>> 24)))); // red first
                turned.put(color + ".png", PictureMaker.png(8, color, rows, chunk("eXIf", exif)));
            }
            turned.put("plain.webp", PictureMaker.webp(lossless, false, PictureMaker.riff("EXIF", exif)));
            turned.put("marked.webp", PictureMaker.webp(lossless, false, PictureMaker.riff("EXIF", marked)));
            turned.put("holed.webp", PictureMaker.webp(holed, true, PictureMaker.riff("EXIF", marked)));
            Map<Integer, int[]> tag = Map.of(274, new int[] {number});
            turned.put(
                    "rgb.tif",
                    Tiff.of(8, 3, 2, samples(3, 8, PictureMaker::level), tag).bytes());
            turned.put(
                    "sixteen.tif",
                    Tiff.of(16, 3, 2, samples(3, 16, PictureMaker::level), tag)
                            .deflated(true, 16)
                            .bytes());
            Map<Integer, int[]> both = new HashMap<>(tag);
            both.put(338, new int[] {2});
            turned.put(
                    "rgba.tif",
                    Tiff.of(8, 4, 2, samples(4, 8, PictureMaker::level), both).bytes());
            for (var file : turned.entrySet()) {
                String what = file.getKey() + " " + number;
                Picture read = StillImage.readMask(Files.write(folder.resolve(file.getKey()), file.getValue()));
                boolean lying = number > 4;
                assertEquals(lying ? HEIGHT : WIDTH, read.image().width(), what);
                boolean alpha = file.getKey().matches("6.png|holed.webp|rgba.tif");
                assertEquals(alpha, read.alpha().isPresent(), what);
                for (int n = 0; n < WIDTH * HEIGHT; n++) {
                    int[] from = stored(
                            number, n % read.image().width(), n / read.image().width());
                    int opacity = alpha ? level(from[0], from[1], 3) : 255;
                    int expected = (level(from[0], from[1], 1) * opacity + 255 * (255 - opacity) + 127) / 255;
                    assertEquals(expected, read.image().at(n, 1), 1, what + " pixel " + n);
                    if (alpha) {
                        assertEquals(opacity, read.alpha().get()[n] & 0xff, what + " alpha " + n);
                    }
                }
            }
        }
    }

    /** Where in the stored picture a pixel of the upright one stands: which sides row 0 and column 0 are (EXIF 2.3, 4.6.4). */
    private static int[] stored(int orientation, int x, int y) {
        return switch (orientation) {
            case 1 -> new int[] {x, y};
            case 2 -> new int[] {WIDTH - 1 - x, y};
            case 3 -> new int[] {WIDTH - 1 - x, HEIGHT - 1 - y};
            case 4 -> new int[] {x, HEIGHT - 1 - y};
            case 5 -> new int[] {y, x};
            case 6 -> new int[] {y, HEIGHT - 1 - x};
            case 7 -> new int[] {WIDTH - 1 - y, HEIGHT - 1 - x};
            default -> new int[] {WIDTH - 1 - y, x};
        };
    }

    /** Row 41: the first picture of an animation, on its canvas. */
    @Test
    void ofAnAnimationTheFirstPictureCounts() throws IOException {
        byte[] lossless = webp(false);
        byte[] black = StillImage.encode(new RgbImage(WIDTH, HEIGHT), Path.of("x.webp"));
        byte[] frame = join(
                new byte[6],
                PictureMaker.number(ByteOrder.LITTLE_ENDIAN, 3, WIDTH - 1),
                PictureMaker.number(ByteOrder.LITTLE_ENDIAN, 3, HEIGHT - 1),
                new byte[4],
                Arrays.copyOfRange(lossless, 12, lossless.length));
        byte[] all = join(
                ascii("WEBP"),
                PictureMaker.riff(
                        "VP8X",
                        join(
                                new byte[] {2, 0, 0, 0},
                                PictureMaker.number(ByteOrder.LITTLE_ENDIAN, 3, WIDTH - 1),
                                PictureMaker.number(ByteOrder.LITTLE_ENDIAN, 3, HEIGHT - 1))),
                PictureMaker.riff("ANIM", new byte[6]),
                PictureMaker.riff("ANMF", frame),
                PictureMaker.riff("ANMF", join(Arrays.copyOf(frame, 16), Arrays.copyOfRange(black, 12, black.length))));
        expect(
                "moving.webp",
                join(ascii("RIFF"), PictureMaker.number(ByteOrder.LITTLE_ENDIAN, 4, all.length), all),
                0,
                false);
    }

    /** A picture of one color is that color in every format that stores it as it is. */
    @Test
    void theSamePictureInEveryFormatIsEqual() throws IOException {
        RgbImage image = new RgbImage(16, 12);
        for (int n = 0; n < image.pixels().length; n++) {
            image.pixels()[n] = (byte) (n * 7);
        }
        for (String name : new String[] {"a.png", "a.bmp", "a.tif"}) {
            Path file = folder.resolve(name);
            assertEquals(image, StillImage.read("style", Files.write(file, StillImage.encode(image, file))), name);
        }
    }
}
