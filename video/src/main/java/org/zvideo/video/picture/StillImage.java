package org.zvideo.video.picture;

import static org.bytedeco.opencv.global.opencv_core.CV_16U;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_CUBIC;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.zvideo.core.RgbImage;
import org.zvideo.video.error.MediaException;

/** Picture files by OpenCV: upright by their EXIF orientation, 8-bit RGB; what they are is told by their bytes. */
public final class StillImage {
    private static final List<String> EXTENSIONS = List.of(".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp");
    private static final String SUPPORTED = "PNG, JPEG, BMP, TIFF or WebP";
    private static final int JPEG_QUALITY = 95;
    private static final int PROBE = 16;
    private static final long MAX_PIXELS = 100_000_000;
    private static final int SMALLEST = 8;
    private static final int OPAQUE = 255;

    private StillImage() {
    }

    /** Whether the file begins like a picture that {@link #read} takes, whatever its name. */
    public static boolean isPicture(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (var in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(PROBE), StandardCharsets.ISO_8859_1);
            return start.startsWith("\u0089PNG") || start.startsWith("\u00ff\u00d8\u00ff") || start.startsWith("BM")
                    || start.startsWith("II*\0") || start.startsWith("MM\0*")
                    || start.startsWith("RIFF") && start.startsWith("WEBP", 8);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a name is one that {@link #encode} can write. */
    public static boolean isPictureName(Path file) {
        return EXTENSIONS.contains(extension(file));
    }

    /**
     * Reads a picture.
     *
     * @param what what the picture is for, in messages: style, picture, …
     */
    public static RgbImage read(String what, Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new MediaException(MediaException.Problem.MISSING_INPUT, what + " " + file + ": "
                    + (!Files.exists(file) ? "no such file" : Files.isDirectory(file) ? "is a folder, not a picture"
                    : "not a readable file"));
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length == 0) {
                throw bad(what, file, "the file is empty");
            }
            if (!isPicture(file)) {
                throw bad(what, file, "not a picture that can be read; give " + SUPPORTED);
            }
            if (bytes[0] == (byte) 0xff && !endsLikeJpeg(bytes)) {
                throw bad(what, file, "the JPEG has no end: it is truncated");
            }
            requireAcceptable(what, file, bytes);
            return decode(what, file, bytes);
        } catch (IOException e) {
            throw new MediaException(MediaException.Problem.MISSING_INPUT, what + " " + file + ": " + e.getMessage(), e);
        }
    }

    /** Reads a style picture, which has to show something. */
    public static RgbImage readStyle(Path file) {
        RgbImage image = read("style", file);
        if (image.width() < SMALLEST || image.height() < SMALLEST) {
            throw bad("style", file, image.width() + "x" + image.height() + " is too small; give one of at least "
                    + SMALLEST + "x" + SMALLEST + " pixels");
        }
        return image;
    }

    /** OpenCV fills the rest of a truncated JPEG with grey; its end marker (0xFFD9) is missing then. */
    private static boolean endsLikeJpeg(byte[] bytes) {
        for (int n = bytes.length - 2; n >= 0; n--) {
            if (bytes[n] == (byte) 0xff && bytes[n + 1] == (byte) 0xd9) {
                return true;
            }
        }
        return false;
    }

    private static void requireAcceptable(String what, Path file, byte[] bytes) {
        PictureHeader header = PictureHeader.of(bytes).orElseThrow(() -> bad(what, file,
                "its header cannot be read: it is damaged"));
        if (header.width() * (double) header.height() > MAX_PIXELS) {
            throw bad(what, file, header.width() + "x" + header.height() + " exceeds " + MAX_PIXELS / 1_000_000
                    + " megapixels; give a smaller one");
        }
        if (header.cmyk()) {
            throw bad(what, file, "its colors are CMYK; convert it to RGB");
        }
    }

    private static RgbImage decode(String what, Path file, byte[] bytes) {
        try (PointerScope scope = new PointerScope()) {
            Mat data = new Mat(bytes);
            Mat bgr = imdecode(data, IMREAD_COLOR);
            if (bgr == null || bgr.empty()) {
                throw bad(what, file, "cannot be decoded: it is damaged or not " + SUPPORTED);
            }
            if (bytes[0] != (byte) 0xff) { // a JPEG has no transparency
                Mat whole = imdecode(data, IMREAD_UNCHANGED);
                bgr = whole.channels() == 4 ? overWhite(whole) : bgr;
            }
            RgbImage image = Mats.image(bgr);
            return ColorProfile.of(bytes).map(profile -> profile.toSrgb(image)).orElse(image);
        } catch (RuntimeException e) {
            if (e instanceof MediaException) {
                throw e;
            }
            throw new MediaException(MediaException.Problem.BAD_INPUT, what + " " + file + ": cannot be decoded", e);
        }
    }

    /** What is transparent shows white, not the colors that editors leave under it. */
    private static Mat overWhite(Mat bgra) {
        Mat small = new Mat();
        bgra.convertTo(small, CV_8U, bgra.depth() == CV_16U ? 1.0 / 257 : 1, 0);
        Mat bgr = new Mat(bgra.rows(), bgra.cols(), CV_8UC3);
        ByteBuffer from = small.createBuffer();
        ByteBuffer to = bgr.createBuffer();
        for (int pixel = 0; pixel < bgra.rows() * bgra.cols(); pixel++) {
            int alpha = from.get(4 * pixel + 3) & OPAQUE;
            for (int c = 0; c < 3; c++) {
                int value = (from.get(4 * pixel + c) & OPAQUE) * alpha + OPAQUE * (OPAQUE - alpha);
                to.put(3 * pixel + c, (byte) ((value + OPAQUE / 2) / OPAQUE));
            }
        }
        return bgr;
    }

    private static MediaException bad(String what, Path file, String why) {
        return new MediaException(MediaException.Problem.BAD_INPUT, what + " " + file + ": " + why);
    }

    /** The picture in the format that the name asks for. */
    public static byte[] encode(RgbImage image, Path name) {
        if (!isPictureName(name)) {
            throw new MediaException(MediaException.Problem.USAGE, "output " + name
                    + ": a picture needs one of the endings " + String.join(" ", EXTENSIONS));
        }
        try (PointerScope scope = new PointerScope()) {
            BytePointer encoded = new BytePointer();
            IntPointer options = extension(name).startsWith(".jp") ? new IntPointer(IMWRITE_JPEG_QUALITY, JPEG_QUALITY)
                    : new IntPointer();
            if (!imencode(extension(name), Mats.bgr(image), encoded, options)) {
                throw new MediaException(MediaException.Problem.IO, "output " + name + ": encoding failed");
            }
            byte[] bytes = new byte[Math.toIntExact(encoded.limit())];
            encoded.get(bytes);
            return bytes;
        }
    }

    /** The picture in another size, averaged where it shrinks. */
    public static RgbImage resized(RgbImage image, int width, int height) {
        if (image.width() == width && image.height() == height) {
            return image;
        }
        try (PointerScope scope = new PointerScope()) {
            return resized(Mats.bgr(image), width, height);
        }
    }

    /** The same of OpenCV's own 8-bit BGR. */
    public static RgbImage resized(Mat bgr, int width, int height) {
        try (PointerScope scope = new PointerScope()) {
            Mat scaled = new Mat();
            boolean shrinks = width < bgr.cols() && height < bgr.rows();
            resize(bgr, scaled, new Size(width, height), 0, 0, shrinks ? INTER_AREA : INTER_CUBIC);
            return Mats.image(scaled);
        }
    }

    /** The same of a picture outside the heap. */
    public static RgbImage resized(NativePicture picture, int width, int height) {
        if (picture.width() == width && picture.height() == height) {
            return picture.image();
        }
        try (PointerScope scope = new PointerScope()) {
            Mat bgr = new Mat();
            cvtColor(picture.mat(), bgr, COLOR_RGB2BGR);
            return resized(bgr, width, height);
        }
    }

    private static String extension(Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.lastIndexOf('.') < 0 ? "" : name.substring(name.lastIndexOf('.'));
    }
}
