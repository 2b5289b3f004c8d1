package org.zvideo.video.filter;

import static org.bytedeco.opencv.global.opencv_core.CV_16UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC4;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_WEBP_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.image.Mask;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.MediaMaker;
import org.zvideo.video.Rational;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.SourceScan;
import org.zvideo.video.TestMedia;
import org.zvideo.video.VideoReader;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.picture.StillImage;

/** Oracle: mask files whose brightness is written down: frame n of a video has level 25·n. */
class StyleMasksTest {
    private static final int FRAMES = 6;
    private static final ReadOptions READING = ReadOptions.DEFAULT.withPictureRate(new Rational(10, 1));

    @TempDir
    Path folder;

    @Test
    void aVideoFollowsTheClipByTimeAndItsLastFrameStays() throws IOException {
        try (MaskSource mask = MaskSource.open(video("mask.y4m", FRAMES), READING, 3)) {
            long[] times = {0, 98_000, 100_000, 250_000, 499_900, 3_000_000};
            int[] frames = {0, 0, 1, 2, 5, 5};
            for (int n = 0; n < times.length; n++) {
                Mask at = mask.at(times[n]);
                assertEquals(25 * frames[n] / 255.0, at.values()[0], 0.02, "at " + times[n] + " µs");
                assertEquals(3, at.feather());
            }
        }
    }

    /** A frame that is handed ahead of its turn is asked for before those that come before it. */
    @Test
    void timesMayGoBack() throws IOException {
        try (MaskSource mask = MaskSource.open(video("mask.y4m", FRAMES), READING, 3)) {
            long[] times = {400_000, 100_000, 200_000, 0, 499_900, -40_000};
            int[] frames = {4, 1, 2, 0, 5, 0};
            for (int n = 0; n < times.length; n++) {
                assertEquals(25 * frames[n] / 255.0, mask.at(times[n]).values()[0], 0.02, "at " + times[n] + " µs");
            }
        }
    }

    @Test
    void oneMaskForTwoStylesGivesTheFirstTheBlack() throws IOException {
        Path file = picture("gray.png", 200);
        try (StyleMasks masks = StyleMasks.open(List.of(file), READING, 2, false, 0)) {
            assertEquals(1 - 200 / 255.0, masks.at(0).get(0).values()[0], 1e-3);
            assertEquals(200 / 255.0, masks.at(0).get(1).values()[0], 1e-3);
        }
        try (StyleMasks inverted = StyleMasks.open(List.of(file), READING, 1, true, 0)) {
            assertEquals(1 - 200 / 255.0, inverted.at(0).get(0).values()[0], 1e-3);
        }
        try (StyleMasks none = StyleMasks.open(List.of(), READING, 2, false, 0)) {
            assertEquals(List.of(), none.at(0));
        }
    }

    @Test
    void aMaskThatEndsBeforeTheClipIsRefused() throws IOException {
        Path clip = TestMedia.y4m(folder.resolve("clip.y4m"), 32, 32, 10, "10:1");
        Path shorter = video("short.y4m", FRAMES);
        try (StyleMasks masks = StyleMasks.open(List.of(shorter), READING, 1, false, 0)) {
            MediaException error = assertThrows(MediaException.class, () -> follow(masks, clip, Clip.WHOLE));
            assertEquals(ErrorKind.BAD_INPUT, error.kind());
            assertTrue(error.getMessage().contains("ends at 0.60 s, the clip at 1.00 s"), error.getMessage());
            follow(masks, clip, TestMedia.part(0.2, 4));
        }
    }

    private static void follow(StyleMasks masks, Path clip, Clip part) {
        SourceScan scan = SourceScan.of(clip, part, ReadOptions.DEFAULT);
        masks.follow(scan.info(), scan.end());
    }

    /** Oracle: the five frames that a file holds whose sixth is cut. */
    @Test
    void damagedMasksAreReadAsTheJobAllows() throws IOException {
        Path whole = video("mask.y4m", FRAMES);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.y4m"), Arrays.copyOf(bytes, bytes.length - 100));
        MediaException error = assertThrows(MediaException.class, () -> MaskSource.open(cut, READING, 0));
        assertEquals(ErrorKind.BAD_INPUT, error.kind());
        assertEquals(Remedy.Id.ALLOW_DAMAGED, error.remedy().orElseThrow().id());
        ReadOptions lenient = new ReadOptions(ReadOptions.MAX_PIXELS, Set.of(), true, new Rational(10, 1));
        try (MaskSource mask = MaskSource.open(cut, lenient, 0)) {
            assertEquals(25 * 4 / 255.0, mask.at(400_000).values()[0], 0.02);
            assertTrue(
                    mask.notes(32, 24).stream().anyMatch(note -> note.startsWith("mask " + cut + ": ")),
                    mask.notes(32, 24).toString());
        }
    }

    @Test
    void wrongCountsAndFilesAreSaid() throws IOException {
        Path file = picture("gray.png", 200);
        fails(ErrorKind.USAGE, "2 mask(s) for 1 style(s)", List.of(file, file), 1);
        fails(ErrorKind.USAGE, "1 mask(s) for 3 style(s)", List.of(file), 3);
        fails(ErrorKind.MISSING_INPUT, "no such file", List.of(folder.resolve("absent.png")), 1);
        Path text = Files.writeString(folder.resolve("text.png"), "no picture");
        fails(ErrorKind.BAD_INPUT, "neither a picture nor a video", List.of(text), 1);
    }

    private static void fails(ErrorKind problem, String word, List<Path> files, int styles) {
        MediaException error =
                assertThrows(MediaException.class, () -> StyleMasks.open(files, READING, styles, false, 0));
        assertEquals(problem, error.kind());
        assertTrue(error.getMessage().contains(word), error.getMessage());
    }

    /** Where the shape is in the test masks: a rectangle off the middle. */
    private static boolean shape(int n) {
        return n % 32 >= 6 && n % 32 < 20 && n / 32 >= 4 && n / 32 < 15;
    }

    /** A picture of BGRA, or with fewer channels of those before, written by OpenCV. */
    private Path written(String name, int channels, IntFunction<int[]> pixel) throws IOException {
        try (PointerScope scope = new PointerScope()) {
            Mat mat = new Mat(24, 32, channels == 1 ? CV_8UC1 : channels == 3 ? CV_8UC3 : CV_8UC4);
            ByteBuffer bytes = mat.createBuffer();
            for (int n = 0; n < 24 * 32; n++) {
                for (int c = 0; c < channels; c++) {
                    bytes.put((byte) pixel.apply(n)[c]);
                }
            }
            BytePointer encoded = new BytePointer();
            imencode(
                    name.substring(name.lastIndexOf('.')),
                    mat,
                    encoded,
                    name.endsWith("webp") ? new IntPointer(IMWRITE_WEBP_QUALITY, 101) : new IntPointer());
            byte[] file = new byte[(int) encoded.limit()];
            encoded.get(file);
            return Files.write(folder.resolve(name), file);
        }
    }

    private static int[] colored(int color, int alpha) {
        return new int[] {color, color, color, alpha};
    }

    /** P2. Oracle: the shape; whatever the colors are, what is opaque is the mask. */
    @Test
    void transparencyIsTheMaskWhereThereIsAny() throws IOException {
        for (String ending : new String[] {".png", ".webp"}) {
            int[][] kinds = {{255, 255}, {255, 0}, {0, 255}, {0, 0}, {128, 30}}; // shape, ground
            for (int[] kind : kinds) {
                String name = kind[0] + "-" + kind[1] + ending;
                Path file = written(name, 4, n -> colored(shape(n) ? kind[0] : kind[1], shape(n) ? 255 : 0));
                requireShape(name, file);
            }
            requireShape("photo" + ending, written("photo" + ending, 4, n ->
                    new int[] {n % 256, n / 3 % 256, 255 - n % 256, shape(n) ? 255 : 0}));
        }
        Path soft = written("soft.png", 4, n -> colored(9, 7 * (n % 32)));
        try (StyleMasks masks = StyleMasks.open(List.of(soft), READING, 1, false, 0)) {
            assertEquals(7 * 11 / 255.0, masks.at(0).get(0).values()[11], 1e-3);
        }
        Path opaque = written("opaque.png", 4, n -> colored(shape(n) ? 255 : 0, 255));
        try (StyleMasks masks = StyleMasks.open(List.of(opaque), READING, 1, false, 0)) {
            assertEquals(List.of(), masks.notes(32, 24));
            assertEquals(shape(300) ? 1 : 0, masks.at(0).get(0).values()[300], 1e-3);
        }
        Path two = written("two.png", 4, n -> colored(n % 32 < 16 ? 255 : 0, shape(n) ? 255 : 0));
        fails(ErrorKind.BAD_INPUT, "says one mask, its black and white another", List.of(two), 1);
    }

    private void requireShape(String name, Path file) {
        try (StyleMasks masks = StyleMasks.open(List.of(file), READING, 1, false, 0)) {
            for (int n = 0; n < 24 * 32; n++) {
                assertEquals(shape(n) ? 1 : 0, masks.at(0).get(0).values()[n], 0.02, name + " pixel " + n);
            }
            List<String> notes = masks.notes(32, 24);
            assertEquals(1, notes.size(), notes.toString());
            assertTrue(notes.get(0).contains("its transparency is the mask"), notes.toString());
        }
    }

    /** P2 for videos: the same rule, for the whole file. Oracle: the level of alpha that the graph makes. */
    @Test
    void transparencyOfVideosIsTheMaskToo() {
        String shape = ",format=rgba,geq=r=0:g=0:b=0:a='if(lt(X,16),255,0)'";
        for (String[] kind :
                new String[][] {{"a.mkv", "ffv1", "bgra"}, {"b.mov", "qtrle", "argb"}, {"c.png", "apng", "rgba"}}) {
            Path file = folder.resolve(kind[0].replace(".png", ".apng"));
            try (MediaMaker media = MediaMaker.of(file)) {
                media.stream("color=black:s=32x24:r=10:d=0.3" + shape + ",format=" + kind[2], kind[1]);
            }
            try (StyleMasks masks = StyleMasks.open(List.of(file), READING, 1, false, 0)) {
                assertEquals(1, masks.at(0).get(0).values()[5], 0.02, kind[0]);
                assertEquals(0, masks.at(0).get(0).values()[25], 0.02, kind[0]);
                assertTrue(
                        masks.notes(32, 24).toString().contains("transparency"),
                        masks.notes(32, 24).toString());
            }
        }
    }

    /** P7: what a mask that means nothing is told by; the other half are ordinary ones. */
    @Test
    void masksThatMeanNothingAreNoticed() throws IOException {
        Map<String, Path> odd = new LinkedHashMap<>();
        odd.put("lightest value is 1 of 255", written("a.png", 1, n -> new int[] {shape(n) ? 1 : 0}));
        odd.put("numbers of labels", written("b.png", 1, n -> new int[] {shape(n) ? n % 5 : 0}));
        odd.put("lightest value is 60 of 255", written("c.png", 1, n -> new int[] {shape(n) ? 60 : 0}));
        odd.put("darkest value is 200 of 255", written("d.png", 1, n -> new int[] {shape(n) ? 255 : 200}));
        odd.put("120 to 150 of 255, close together", written("e.png", 1, n -> new int[] {shape(n) ? 150 : 120}));
        odd.put("one gray, 90 of 255", written("f.png", 1, n -> new int[] {90}));
        odd.put("0, 1, 2, 3, 255 look like", written("g.png", 1, n -> new int[] {n < 40 ? 255 : n % 4}));
        odd.put("0, 3, 17, 136 look like", written("h.png", 1, n -> new int[] {new int[] {0, 3, 17, 136}[n / 200]}));
        odd.put("is colored", written("i.png", 3, n -> shape(n) ? new int[] {0, 255, 0} : new int[] {0, 0, 0}));
        odd.put("too small to be seen", sixteenBits("j.png", n -> shape(n) ? 1 : 0));
        odd.put("lightest value is 1 of", sixteenBits("k.png", n -> shape(n) ? 255 : 0));
        for (var mask : odd.entrySet()) {
            try (StyleMasks masks = StyleMasks.open(List.of(mask.getValue()), READING, 1, false, 0)) {
                List<String> notes = masks.notes(32, 24);
                assertEquals(1, notes.size(), mask.getKey() + ": " + notes);
                assertTrue(
                        notes.get(0).contains(mask.getKey())
                                && notes.get(0).contains(mask.getValue().toString()),
                        notes.toString());
            }
        }
        List<Path> ordinary = List.of(
                picture("black.png", 0),
                picture("white.png", 255),
                written("m.png", 1, n -> new int[] {shape(n) ? 255 : 0}),
                written("n.png", 1, n -> new int[] {shape(n) ? 0 : 255}),
                written("o.png", 1, n -> new int[] {n == 400 ? 255 : 0}),
                written("p.png", 1, n -> new int[] {n % 32 * 8}),
                written("q.jpg", 1, n -> new int[] {shape(n) ? 255 : 0}),
                written("r.png", 1, n -> new int[] {n / 32 == 9 ? 200 : 0}),
                written("s.png", 1, n -> new int[] {n % 3 * 127}),
                written("t.png", 3, n -> new int[] {n % 250, n % 250, n % 250}),
                sixteenBits("u.png", n -> shape(n) ? 65535 : 0),
                written("v.png", 1, n -> new int[] {shape(n) ? 180 : 20}));
        for (Path file : ordinary) {
            boolean square = file.toString().matches(".*(black|white).png");
            try (StyleMasks masks = StyleMasks.open(List.of(file), READING, 1, false, 0)) {
                assertEquals(List.of(), masks.notes(square ? 77 : 64, square ? 13 : 48), file.toString());
            }
        }
        try (StyleMasks masks = StyleMasks.open(List.of(ordinary.get(2)), READING, 1, false, 0)) {
            assertTrue(
                    masks.notes(48, 64).toString().contains("32x24 and is stretched to 48x64"),
                    masks.notes(48, 64).toString());
        }
    }

    private Path sixteenBits(String name, IntUnaryOperator level) throws IOException {
        try (PointerScope scope = new PointerScope()) {
            Mat mat = new Mat(24, 32, CV_16UC1);
            ShortBuffer values = mat.createBuffer();
            for (int n = 0; n < 24 * 32; n++) {
                values.put((short) level.applyAsInt(n));
            }
            BytePointer encoded = new BytePointer();
            imencode(".png", mat, encoded);
            byte[] file = new byte[(int) encoded.limit()];
            encoded.get(file);
            return Files.write(folder.resolve(name), file);
        }
    }

    /** B1. Oracle: the frames that are in the file, whatever its container says of its length. */
    @Test
    void theEndOfAMaskIsThatOfItsLastPicture() throws IOException {
        Path clip = TestMedia.y4m(folder.resolve("clip.y4m"), 32, 32, 8, "10:1");
        Path sound = folder.resolve("sound.mkv"); // its sound is as long as the clip
        try (MediaMaker media = MediaMaker.of(sound)) {
            media.stream("color=white:s=32x32:r=10:d=0.3,format=yuv420p", "ffv1").stream(
                    "sine=440:d=1,aformat=s16", "pcm_s16le");
        }
        Path silent = folder.resolve("live.mkv"); // it says no duration
        try (MediaMaker media = MediaMaker.of(silent)) {
            media.option("live", "1").stream("color=white:s=32x32:r=10:d=0.3,format=yuv420p", "ffv1");
        }
        for (Path mask : List.of(sound, silent)) {
            try (StyleMasks masks = StyleMasks.open(List.of(mask), READING, 1, false, 0)) {
                String message = assertThrows(MediaException.class, () -> follow(masks, clip, Clip.WHOLE))
                        .getMessage();
                assertTrue(message.contains("ends at 0.30 s, the clip at 0.80 s"), message);
                follow(masks, clip, TestMedia.part(0, 3));
            }
        }
        Path longer = folder.resolve("longer.mkv");
        try (MediaMaker media = MediaMaker.of(longer)) {
            media.option("write_crc32", "0").stream("color=white:s=32x32:r=10:d=0.8,format=yuv420p", "ffv1");
        }
        byte[] bytes = Files.readAllBytes(longer);
        for (int n = 0; n < bytes.length - 10; n++) { // the element Duration says 0.2 s instead of 0.8
            if (bytes[n] == 0x44 && bytes[n + 1] == (byte) 0x89 && bytes[n + 2] == (byte) 0x88) {
                ByteBuffer.wrap(bytes).putDouble(n + 3, 200);
            }
        }
        Files.write(longer, bytes);
        try (VideoReader reader = VideoReader.open(longer, Clip.WHOLE, ReadOptions.DEFAULT);
                StyleMasks masks = StyleMasks.open(List.of(longer), READING, 1, false, 0)) {
            assertEquals(0.2, reader.info().seconds(), 1e-6);
            follow(masks, clip, Clip.WHOLE);
        }
    }

    /** P15. Oracle: a lossless video of the same pictures at the same rate. */
    @ParameterizedTest
    @CsvSource({"png,10/1,false", "png,10/1,true", "tiff,24/1,false", "webp,30000/1001,false", "bmp,25/1,false"})
    void numberedMasksEqualTheMaskVideoMadeOfThem(String ending, String rate, boolean alpha) throws IOException {
        String[] parts = rate.split("/");
        Rational numbered = new Rational(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        Path film = folder.resolve("film.mkv");
        try (MediaMaker media = MediaMaker.of(film)) {
            media.stream(
                    "color=black:s=32x24:r=" + rate + ":d=" + 5.5 / numbered.value() + ",format=gbrap,geq=r=25*N:g=25*N"
                            + ":b=25*N:a=" + (alpha ? "255-25*N" : "255") + ",format=" + (alpha ? "bgra" : "bgr0"),
                    "ffv1");
        }
        for (int n = 0; n < FRAMES; n++) {
            numbered(7 + n, ending, 25 * n, alpha ? 255 - 25 * n : 255);
        }
        try (MaskSource video = MaskSource.open(film, READING, 0);
                MaskSource pictures = MaskSource.open(
                        folder.resolve("m.%04d." + ending), ReadOptions.DEFAULT.withPictureRate(numbered), 0)) {
            for (int n = 0; n < 2 * FRAMES; n++) {
                long time = Math.round(n * 5e5 / numbered.value());
                assertArrayEquals(video.at(time).values(), pictures.at(time).values(), "at " + time + " µs");
            }
            assertEquals(Optional.of(numbered), pictures.numberedRate());
        }
    }

    @Test
    void numberedMasksThatDoNotFitAreNamed() throws IOException {
        Path clip = video("clip.y4m", FRAMES);
        Path pattern = folder.resolve("m.%04d.png");
        fails(ErrorKind.MISSING_INPUT, "mask " + pattern + ": ", List.of(pattern), 1);
        for (int n = 0; n < FRAMES - 1; n++) {
            numbered(n, "png", 25 * n, 255);
        }
        try (StyleMasks masks = StyleMasks.open(List.of(pattern), READING, 1, false, 0)) {
            String message = assertThrows(MediaException.class, () -> follow(masks, clip, Clip.WHOLE))
                    .getMessage();
            assertTrue(message.contains("mask " + pattern + ": ends at 0.50 s, the clip at 0.60 s"), message);
        }
        try (StyleMasks masks = StyleMasks.open(
                List.of(pattern), ReadOptions.DEFAULT.withPictureRate(new Rational(5, 1)), 1, false, 0)) {
            follow(masks, clip, Clip.WHOLE);
            assertTrue(
                    masks.notes(32, 32).toString().contains("at 5/1 per second, the clip's at 10/1"),
                    masks.notes(32, 32).toString());
        }
        numbered(FRAMES, "png", 0, 255);
        fails(ErrorKind.BAD_INPUT, "m.0005.png is missing among them", List.of(pattern), 1);
    }

    private void numbered(int number, String ending, int level, int alpha) throws IOException {
        Path file = folder.resolve(String.format(Locale.ROOT, "m.%04d.%s", number, ending));
        if (alpha < 255 || ending.equals("png")) {
            BufferedImage image = new BufferedImage(32, 24, BufferedImage.TYPE_INT_ARGB);
            for (int n = 0; n < 32 * 24; n++) {
                image.setRGB(n % 32, n / 32, alpha << 24 | level << 16 | level << 8 | level);
            }
            ImageIO.write(image, ending, file.toFile());
        } else {
            RgbImage image = new RgbImage(32, 24);
            Arrays.fill(image.pixels(), (byte) level);
            Files.write(file, StillImage.encode(image, file));
        }
    }

    private Path picture(String name, int level) throws IOException {
        RgbImage image = new RgbImage(8, 8);
        Arrays.fill(image.pixels(), (byte) level);
        Path file = folder.resolve(name);
        return Files.write(file, StillImage.encode(image, file));
    }

    /** Ten frames a second; luma in limited range. */
    private Path video(String name, int frames) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("YUV4MPEG2 W32 H32 F10:1 Ip A1:1 C444\n".getBytes(StandardCharsets.US_ASCII));
        for (int frame = 0; frame < frames; frame++) {
            out.writeBytes("FRAME\n".getBytes(StandardCharsets.US_ASCII));
            for (int n = 0; n < 3 * 32 * 32; n++) {
                out.write(n < 32 * 32 ? (int) Math.round(16 + 219 * 25.0 * frame / 255) : 128);
            }
        }
        return Files.write(folder.resolve(name), out.toByteArray());
    }
}
