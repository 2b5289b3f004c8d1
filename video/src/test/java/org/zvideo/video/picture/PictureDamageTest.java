package org.zvideo.video.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.zvideo.video.picture.PictureMaker.ascii;
import static org.zvideo.video.picture.PictureMaker.join;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.TestMedia;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.picture.PictureMaker.Tiff;

/** Damaged files, legal but odd ones, and headers that lie. */
class PictureDamageTest extends PictureVariants {
    private static final Path PHOTO = TestMedia.TESTDATA.resolve("photos/coffee.jpg");
    private static final int PLACES = 50;

    /**
     * Row 35. Oracle: the whole picture. Where data carry a checksum, or end where their pictures end, no damage passes; a
     * hole in JPEG data may by chance decode to as many blocks as there were, which no decoder notices.
     */
    @Test
    void damageIsRefusedWhereverItIs() throws IOException {
        Map<String, byte[]> whole = new LinkedHashMap<>();
        RgbImage photo = StillImage.resized(StillImage.read("picture", PHOTO), 240, 160);
        for (String name : new String[] {"a.png", "a.jpg", "a.webp", "a.tif", "a.bmp"}) {
            whole.put(name, StillImage.encode(photo, Path.of(name)));
        }
        whole.put(
                "deflated.tif",
                Tiff.of(8, 3, 2, samples(3, 8, PictureMaker::level), Map.of())
                        .deflated(true, 0)
                        .bytes());
        whole.put("photo.jpg", Files.readAllBytes(PHOTO)); // with marks to resume at
        Random random = new Random(6);
        for (var file : whole.entrySet()) {
            byte[] bytes = file.getValue();
            Path path = folder.resolve(file.getKey());
            RgbImage good = StillImage.read("style", Files.write(path, bytes));
            int wrong = 0;
            for (int n = 0; n < PLACES; n++) {
                int at = bytes.length / 8 + random.nextInt(bytes.length * 7 / 8 - 3);
                refused(file.getKey(), Arrays.copyOf(bytes, at), "");
                byte[] hole = bytes.clone();
                Arrays.fill(hole, at, Math.min(at + 300, bytes.length - 2), (byte) 0);
                Files.write(path, hole);
                try {
                    wrong += good.equals(StillImage.read("style", path)) ? 0 : 1;
                } catch (MediaException e) {
                    assertEquals(ErrorKind.BAD_INPUT, e.kind());
                }
            }
            // BMP, this TIFF and WebP store no checksum: their holes are other pictures.
            int allowed = file.getKey().matches("a.bmp|a.webp|a.tif")
                    ? PLACES
                    : file.getKey().endsWith("jpg") ? 8 : 0;
            assertTrue(wrong <= allowed, file.getKey() + ": " + wrong + " holes unnoticed");
        }
    }

    /** Oracle: the checksum of a chunk, which is all that protects a palette. */
    @Test
    void aPngsChecksumsCount() throws IOException {
        byte[] png = PictureMaker.png(8, 3, rows(1, PictureMaker::gray), PictureMaker.chunk("PLTE", new byte[768]));
        StillImage.read("style", Files.write(folder.resolve("good.png"), png));
        png[33 + 8 + 100] ^= 1;
        refused("palette.png", png, "damaged");
    }

    /** C2: what other formats that OpenCV knows begin with. Nothing of ours hands it a file. */
    @Test
    void otherFormatsReachNoDecoder() throws IOException {
        String[] starts = {
            "v/1\1",
            "\0\0\0\fjP  \r\n\u0087\n",
            "\u00ffO\u00ffQ",
            "#?RADIANCE\n",
            "#?RGBE\n",
            "P6\n8 8\n255\n",
            "P4 8 8\n",
            "P7\n",
            "PF\n8 8\n",
            "Y\u00a6j\u0095",
            "GIF89a",
            "GIF87a",
            "\0\0\0\u001cftypavif",
            "\0\0\0\u0018ftypheic",
            "\0\0\1\0",
            "8BPS",
            "\u00ff\n",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            "DICM",
            "\n\5\1\b",
            "qoif"
        };
        for (String start : starts) {
            refused("other", join(ascii(start), new byte[400]), "not a supported picture");
        }
        Path sources = TestMedia.TESTDATA.resolveSibling("video/src/main/java");
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".java")).toList()) {
                assertFalse(
                        Files.readString(file).matches("(?s).*\\b(imdecode|imread|VideoCapture)\\w*\\(.*"),
                        file.toString());
            }
        }
    }

    /** P10. Oracle: the pixels of the file as it was; fill bytes (T.81, B.1.1.2), comments and orders are all legal. */
    @Test
    void oddButLegalJpegsAreRead() throws IOException {
        byte[] bytes =
                StillImage.encode(StillImage.resized(StillImage.read("picture", PHOTO), 48, 32), Path.of("x.jpg"));
        Path path = folder.resolve("x.jpg");
        RgbImage good = StillImage.read("style", Files.write(path, bytes));
        byte[] comment = join(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 6}, ascii("note"));
        byte[] program = join(new byte[] {(byte) 0xff, (byte) 0xe9, 0, 4, 1, 2});
        Random random = new Random(10);
        for (int variant = 0; variant < 300; variant++) {
            byte[] all = Arrays.copyOf(bytes, 2);
            int at = 2;
            while ((bytes[at + 1] & 0xff) != 0xda) { // before each segment
                int length = 2 + ((bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff);
                byte[] fill = new byte[random.nextInt(4)];
                Arrays.fill(fill, (byte) 0xff);
                all = join(
                        all,
                        random.nextInt(4) == 0 ? comment : new byte[0],
                        random.nextInt(4) == 0 ? program : new byte[0],
                        fill,
                        Arrays.copyOfRange(bytes, at, at + length));
                at += length;
            }
            all = join(all, Arrays.copyOfRange(bytes, at, bytes.length), new byte[random.nextInt(3) * 50]);
            assertEquals(good, StillImage.read("style", Files.write(path, all)), "variant " + variant);
        }
    }

    /** Without their sizes, parts reach to the end of the file, which one that begins behind it cannot. */
    @Test
    void aPartBeyondTheEndWithoutASize() throws IOException {
        byte[] tiff = Tiff.of(8, 3, 2, samples(3, 8, PictureMaker::level), Map.of())
                .deflated(false, 0)
                .bytes();
        ByteBuffer file = ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN);
        int directory = file.getInt(4);
        int offsets = file.getInt(entry(file, directory, 273) + 8);
        file.putShort(entry(file, directory, 279), (short) 65000);
        file.putInt(offsets, 0x80000001 + tiff.length);
        refused("far.tif", tiff, "truncated");
    }

    private static int entry(ByteBuffer file, int directory, int tag) {
        int at = directory + 2;
        while ((file.getShort(at) & 0xffff) != tag) {
            at += 12;
        }
        return at;
    }

    /** C1: whatever a header says, the size that the decoder goes by is what is judged, before anything of it is made. */
    @Test
    void falseHeadersTakeNoMemory() throws IOException {
        long before = peak();
        Map<String, byte[]> bombs = new LinkedHashMap<>();
        bombs.put("bomb.png", pngOf(20000, 20000));
        bombs.put("flat.png", pngOf(100_000_000, 2));
        byte[] jpeg = StillImage.encode(new RgbImage(64, 64), Path.of("x.jpg"));
        int frame = frameHeader(jpeg);
        byte[] large = jpeg.clone();
        ByteBuffer.wrap(large).putShort(frame + 5, (short) 20000).putShort(frame + 7, (short) 20000);
        bombs.put("bomb.jpg", large);
        byte[] small = {(byte) 0xff, (byte) 0xc0, 0, 17, 8, 0, 64, 0, 64, 3, 1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1};
        byte[] decoy = join(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 100}, new byte[50], small, new byte[29]);
        bombs.put(
                "decoy.jpg",
                join(
                        Arrays.copyOf(large, frame),
                        decoy,
                        new byte[] {(byte) 0xff},
                        Arrays.copyOfRange(large, frame, large.length)));
        byte[] tiff =
                Tiff.of(8, 3, 2, samples(3, 8, PictureMaker::level), Map.of()).bytes();
        byte[] wide = tiff.clone();
        ByteBuffer.wrap(wide).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 60000).putInt(30, 60000); // width, height
        bombs.put("bomb.tif", wide);
        byte[] bmp = PictureMaker.bmp(40, 24, 0, new int[0], new byte[0], false, rows(3, PictureVariants::bgr));
        byte[] high = bmp.clone();
        ByteBuffer.wrap(high).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 40000).putInt(22, 40000);
        bombs.put("bomb.bmp", high);
        byte[] lossless = webp(false);
        byte[] webp = lossless.clone();
        ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN).putInt(21, 16383 | 16383 << 14);
        bombs.put("bomb.webp", webp);
        bombs.put("canvas.webp", PictureMaker.webp(webp, false)); // the canvas is small
        assertEquals(
                40,
                StillImage.read("style", Files.write(folder.resolve("flat.webp"), flatWebp(40, 30)))
                        .width(),
                "it is valid, and small it is read");
        bombs.put("flat.webp", flatWebp(15000, 15000)); // its 28 bytes would become 900 MB
        for (var bomb : bombs.entrySet()) {
            assertTimeout(Duration.ofSeconds(3), () -> refused(bomb.getKey(), bomb.getValue(), ""), bomb.getKey());
        }
        for (String start :
                new String[] {"\u0089PNG\r\n\u001a\n", "\u00ff\u00d8\u00ff\u00e0", "BM", "II*\0", "RIFF0000WEBP"}) {
            Path sparse = folder.resolve("sparse");
            try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
                file.setLength(3_000_000_000L);
                file.write(ascii(start));
            }
            MediaException error = assertThrows(MediaException.class, () -> StillImage.read("style", sparse));
            assertTrue(error.getMessage().contains("too large"), error.getMessage());
        }
        assertTrue(peak() - before < 500_000_000, "memory: " + (peak() - before));
    }

    /** A lossless WebP of one color: five codes of a single symbol each, so that no pixel takes a bit. */
    private static byte[] flatWebp(int width, int height) {
        long bits =
                (width - 1L) | (height - 1L) << 14; // then no alpha, version 0, no transform, no cache, no meta codes
        for (int code = 0; code < 5; code++) {
            bits |= 1L << 35 + 4 * code;
        }
        byte[] data = join(new byte[] {0x2f}, PictureMaker.number(ByteOrder.LITTLE_ENDIAN, 8, bits));
        byte[] all = join(ascii("WEBP"), PictureMaker.riff("VP8L", data));
        return join(ascii("RIFF"), PictureMaker.number(ByteOrder.LITTLE_ENDIAN, 4, all.length), all);
    }

    private static byte[] pngOf(int width, int height) {
        byte[] png = StillImage.encode(new RgbImage(40, 30), Path.of("x.png"));
        ByteBuffer bytes = ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
        CRC32 sum = new CRC32();
        sum.update(png, 12, 17);
        return bytes.putInt(29, (int) sum.getValue()).array();
    }

    private static int frameHeader(byte[] jpeg) {
        int at = 2;
        while ((jpeg[at + 1] & 0xff) != 0xc0) {
            at += 2 + ((jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff);
        }
        return at;
    }

    /** The most memory that this process ever held; 0 where the system does not say. */
    private static long peak() throws IOException {
        Path status = Path.of("/proc/self/status");
        return !Files.exists(status)
                ? 0
                : Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                        .sum();
    }

    /** Styles and masks of more pixels than a model sees are averaged. Oracle: the mean, of which there is one. */
    @Test
    void largeStylesAreAveraged() throws IOException {
        RgbImage image = new RgbImage(7001, 4003);
        for (int n = 0; n < image.width() * image.height(); n++) {
            image.pixels()[3 * n] = (byte) (n % image.width() % 2 * 200);
            image.pixels()[3 * n + 1] = (byte) (n / image.width() % 2 * 100);
        }
        Path file = folder.resolve("large.png");
        Files.write(file, StillImage.encode(image, file));
        RgbImage style = StillImage.readStyle(file);
        assertEquals("3501x2002", style.width() + "x" + style.height());
        assertEquals("100 50 0", style.at(70, 90, 0) + " " + style.at(70, 90, 1) + " " + style.at(70, 90, 2));
        assertEquals(7001, StillImage.read("picture", file).width());
    }
}
