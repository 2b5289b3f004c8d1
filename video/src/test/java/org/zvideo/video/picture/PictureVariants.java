package org.zvideo.video.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.zvideo.video.picture.PictureMaker.HEIGHT;
import static org.zvideo.video.picture.PictureMaker.WIDTH;
import static org.zvideo.video.picture.PictureMaker.gray;
import static org.zvideo.video.picture.PictureMaker.join;
import static org.zvideo.video.picture.PictureMaker.level;
import static org.zvideo.video.picture.PictureMaker.packed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.TestMedia;
import org.zvideo.video.VideoFrame;
import org.zvideo.video.VideoReader;
import org.zvideo.video.error.MediaException;

/**
 * What the tests of a format's legal variants have in common. Oracle: the formula from which the pixels were made; the same
 * kinds of files made by another program were compared with Pillow 13.
 */
abstract class PictureVariants {
    @TempDir
    Path folder;

    private final Map<String, List<byte[]>> made = new TreeMap<>();
    private final Map<String, byte[]> bad = new TreeMap<>();

    /** A level of a channel in fewer bits, and what it is again in eight. */
    static int rounded(int level, int bits) {
        return ((level >> 8 - bits) * 255 + ((1 << bits) - 1) / 2) / ((1 << bits) - 1);
    }

    /** Expects colors where they are seen, and the transparency if there is any; each is given a channel and its level. */
    void expect(String name, byte[] file, int alphaBits, boolean gray, IntUnaryOperator... channels)
            throws IOException {
        Picture picture = StillImage.readMask(Files.write(folder.resolve(name), file));
        made.computeIfAbsent(name.substring(name.lastIndexOf('.')), ending -> new ArrayList<>())
                .add(file);
        assertEquals(
                WIDTH + "x" + HEIGHT,
                picture.image().width() + "x" + picture.image().height(),
                name);
        assertEquals(alphaBits > 0, picture.alpha().isPresent(), name + " alpha");
        for (int n = 0; n < WIDTH * HEIGHT; n++) {
            int x = n % WIDTH;
            int y = n / WIDTH;
            int alpha = alphaBits == 0 ? 255 : rounded(level(x, y, 3), alphaBits);
            if (alphaBits > 0) {
                assertEquals(alpha, picture.alpha().get()[n] & 0xff, name + " alpha at " + x + "," + y);
            }
            for (int c = 0; c < 3; c++) {
                int color = channels.length == 0
                        ? level(x, y, gray ? 0 : c)
                        : channels[Math.min(c, channels.length - 1)].applyAsInt(level(x, y, gray ? 0 : c));
                assertEquals(
                        Math.floorDiv(color * alpha + 255 * (255 - alpha) + 127, 255),
                        picture.image().at(n, c),
                        1,
                        name + " at " + x + "," + y + " channel " + c);
            }
        }
    }

    /** M13. All of them as one film, whose kind of file changes from picture to picture. Oracle: each of them alone. */
    @AfterEach
    void numberedTheyAreTheSame() throws IOException {
        for (var kind : made.entrySet()) {
            Path film = folder.resolve("film%03d" + kind.getKey());
            for (int n = 0; n < kind.getValue().size(); n++) {
                Files.write(
                        folder.resolve(String.format("film%03d", n + 9) + kind.getKey()),
                        kind.getValue().get(n));
            }
            List<Picture> alone = PictureSequence.of(film).orElseThrow().all().stream()
                    .map(StillImage::readFrame)
                    .toList();
            List<RgbImage> frames = TestMedia.read(film).frames();
            List<RgbImage> opacity = opacity(film);
            assertEquals(kind.getValue().size(), frames.size());
            for (int n = 0; n < frames.size(); n++) {
                assertArrayEquals(alone.get(n).image().pixels(), frames.get(n).pixels(), film + " " + n);
                for (int pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
                    int at = pixel;
                    int alpha = alone.get(n).alpha().map(all -> all[at] & 0xff).orElse(255);
                    assertEquals(alpha, opacity.get(n).at(pixel, 1), film + " " + n);
                }
            }
        }
        for (var one : bad.entrySet()) {
            int dot = one.getKey().lastIndexOf('.');
            if (dot < 0) {
                continue; // numbered pictures are told by their ending
            }
            String ending = one.getKey().substring(dot);
            Path good = folder.resolve("bad1" + ending);
            Files.write(good, StillImage.encode(new RgbImage(WIDTH, HEIGHT), good));
            Files.write(folder.resolve("bad2" + ending), one.getValue());
            Path film = folder.resolve("bad%d" + ending);
            MediaException error = assertThrows(MediaException.class, () -> TestMedia.read(film), one.getKey());
            assertEquals(ErrorKind.BAD_INPUT, error.kind(), one.getKey());
            assertTrue(error.finding().startsWith("video " + film + ": bad2" + ending + ": "), error.finding());
            assertEquals(error.finding().contains("; "), error.remedy().isEmpty(), "one advice: " + error.getMessage());
        }
    }

    private static List<RgbImage> opacity(Path film) {
        List<RgbImage> frames = new ArrayList<>();
        try (VideoReader reader = VideoReader.openAlpha(film, ReadOptions.DEFAULT)) {
            for (Optional<VideoFrame> frame = reader.nextFrame(); frame.isPresent(); frame = reader.nextFrame()) {
                try (VideoFrame open = frame.get()) {
                    frames.add(RgbFrames.toImage(open.image()));
                }
            }
        }
        return frames;
    }

    static byte[][] rows(int bytes, PixelBytes pixels) {
        byte[][] rows = new byte[HEIGHT][bytes * WIDTH];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                long value = pixels.of(x, y);
                for (int n = 0; n < bytes; n++) {
                    rows[y][bytes * x + n] = (byte) (value >> 8 * n);
                }
            }
        }
        return rows;
    }

    interface PixelBytes {
        long of(int x, int y);
    }

    static long bgr(int x, int y) {
        return (long) level(x, y, 0) << 16 | level(x, y, 1) << 8 | level(x, y, 2);
    }

    static long bgra(int x, int y) {
        return bgr(x, y) | (long) level(x, y, 3) << 24;
    }

    static byte[] grays(int colors, int entry) {
        byte[] palette = new byte[colors * entry];
        for (int n = 0; n < palette.length; n++) {
            palette[n] = (byte) (n % entry == 3 ? 0 : n / entry * 255 / (colors - 1));
        }
        return palette;
    }

    static byte[][] indexes(int bits) {
        byte[][] rows = new byte[HEIGHT][];
        for (int y = 0; y < HEIGHT; y++) {
            int row = y;
            rows[y] = packed(
                    IntStream.range(0, WIDTH).map(x -> gray(x, row) >> 8 - bits).toArray(), bits);
        }
        return rows;
    }

    static int[] samples(int count, int bits, PixelSample sample) {
        int[] all = new int[WIDTH * HEIGHT * count];
        for (int n = 0; n < all.length; n++) {
            all[n] = sample.of(n / count % WIDTH, n / count / WIDTH, n % count);
            all[n] = bits == 16 ? all[n] * 257 : all[n];
        }
        return all;
    }

    interface PixelSample {
        int of(int x, int y, int channel);
    }

    void refused(String name, byte[] file, String word) throws IOException {
        Path path = Files.write(folder.resolve(name), file);
        bad.put(name, file);
        MediaException error = assertThrows(MediaException.class, () -> StillImage.read("style", path), name);
        assertEquals(ErrorKind.BAD_INPUT, error.kind(), name);
        assertTrue(
                error.getMessage().contains(word) && error.getMessage().lines().count() == 1, error.getMessage());
    }

    /** The test picture as a lossless WebP, by OpenCV's encoder. */
    static byte[] webp(boolean alpha) {
        int count = alpha ? 4 : 3;
        try (PointerScope scope = new PointerScope()) {
            byte[][] rows = rows(count, PictureVariants::bgra);
            Mat mat = new Mat(
                    HEIGHT,
                    WIDTH,
                    alpha
                            ? org.bytedeco.opencv.global.opencv_core.CV_8UC4
                            : org.bytedeco.opencv.global.opencv_core.CV_8UC3);
            mat.<java.nio.ByteBuffer>createBuffer().put(join(rows));
            BytePointer encoded = new BytePointer();
            opencv_imgcodecs.imencode(
                    ".webp", mat, encoded, new IntPointer(opencv_imgcodecs.IMWRITE_WEBP_QUALITY, 101));
            byte[] bytes = new byte[(int) encoded.limit()];
            encoded.get(bytes);
            return bytes;
        }
    }
}
