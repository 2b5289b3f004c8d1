package org.zvideo.video.picture;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_CUBIC;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.error.MediaException;

/**
 * Picture files as 8-bit sRGB, upright and flattened onto white. Their format is recognized by their bytes, not by
 * their names.
 */
public final class StillImage {
    private static final List<String> EXTENSIONS = List.of(".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp");
    static final String SUPPORTED = "PNG, JPEG, BMP, TIFF or WebP";
    private static final int JPEG_QUALITY = 95;
    /** Limit for a picture of any purpose, in pixels. */
    static final long MAX_PIXELS = 100_000_000;
    /** Limit for a style or mask, in pixels; no model sees a thousandth of it. */
    private static final long KEPT_PIXELS = 25_000_000;
    /** Limit for the size of a file: eight bytes for each pixel, and some more for what else it may hold. */
    private static final long LARGEST_FILE = 8 * MAX_PIXELS + 50_000_000;

    private static final long LARGE_FILE = 100_000_000;
    private static final int SMALLEST = 8;

    private StillImage() {}

    /** Whether the file starts like a picture that {@link #read} accepts, whatever its name is. */
    public static boolean isPicture(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try {
            return format(file).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a name is one that {@link #encode} can write. */
    public static boolean isPictureName(Path file) {
        return EXTENSIONS.contains(extension(file));
    }

    /**
     * Reads a picture, with transparency flattened onto white.
     *
     * @param what what the picture is for, in messages: style, picture, …
     */
    public static RgbImage read(String what, Path file) {
        return read(what, file, MAX_PIXELS).image();
    }

    /**
     * Reads a style picture, which must show something. A picture with more pixels than a model can use is averaged
     * while it is decoded, because the whole of it would take gigabytes.
     */
    public static RgbImage readStyle(Path file) {
        RgbImage image = read("style", file, KEPT_PIXELS).image();
        if (image.width() < SMALLEST || image.height() < SMALLEST) {
            throw bad(
                    "style",
                    file,
                    image.width() + "x" + image.height() + " is too small; give one of at least " + SMALLEST + "x"
                            + SMALLEST + " pixels");
        }
        return image;
    }

    /** Reads a picture with its transparency. One with more pixels than a model can use is averaged. */
    public static Picture readMask(Path file) {
        return read("mask", file, KEPT_PIXELS);
    }

    /** Reads one of many pictures that make a film, with its transparency. */
    public static Picture readFrame(Path file) {
        return read("picture", file, MAX_PIXELS);
    }

    /**
     * Whether a file is a PNG that states colors of video which are not sRGB's: high dynamic range, or those of BT.2020.
     * One that cannot be read is none.
     */
    public static boolean hasVideoColors(Path file) {
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            return format(file).equals(Optional.of(PictureFormat.PNG))
                    && PngFile.read(in).videoColors();
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static Picture read(String what, Path file, long most) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new MediaException(
                    ErrorKind.MISSING_INPUT,
                    what + " " + file + ": "
                            + (!Files.exists(file)
                                    ? "no such file"
                                    : Files.isDirectory(file) ? "is a folder, not a picture" : "not a readable file"));
        }
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            if (in.length() == 0) {
                throw new PictureFault("the file is empty");
            }
            Optional<PictureFormat> known = format(file);
            if (known.isEmpty()) {
                throw new PictureFault(
                        OtherPictures.refusal(file).orElse("not a supported picture; give " + SUPPORTED));
            }
            PictureFormat format = known.get();
            if (in.length() > LARGEST_FILE) {
                throw new PictureFault("a file of " + in.length() / 1_000_000
                        + " MB is too large for a picture; the limit is " + LARGEST_FILE / 1_000_000 + " MB");
            }
            Picture picture = PictureReader.read(format, in, most);
            if (in.length() > LARGE_FILE) {
                System.gc(); // frees what decoding took, before the model needs it
            }
            return picture;
        } catch (PictureFault e) {
            throw new MediaException(ErrorKind.BAD_INPUT, what + " " + file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new MediaException(ErrorKind.MISSING_INPUT, what + " " + file + ": " + FileReason.of(e), e);
        }
    }

    private static Optional<PictureFormat> format(Path file) throws IOException {
        try (var start = Files.newInputStream(file)) {
            return PictureFormat.of(start.readNBytes(PictureFormat.PROBE));
        }
    }

    private static MediaException bad(String what, Path file, String why) {
        return new MediaException(ErrorKind.BAD_INPUT, what + " " + file + ": " + why);
    }

    /** Encodes the picture in the format that the name asks for. */
    public static byte[] encode(RgbImage image, Path name) {
        if (!isPictureName(name)) {
            throw new MediaException(
                    ErrorKind.USAGE,
                    "output " + name + ": a picture needs one of the extensions " + String.join(" ", EXTENSIONS));
        }
        try (PointerScope scope = new PointerScope()) {
            BytePointer encoded = new BytePointer();
            IntPointer options = extension(name).startsWith(".jp")
                    ? new IntPointer(IMWRITE_JPEG_QUALITY, JPEG_QUALITY)
                    : new IntPointer();
            if (!imencode(extension(name), OpenCvImages.bgr(image), encoded, options)) {
                throw new MediaException(ErrorKind.IO, "output " + name + ": encoding failed");
            }
            byte[] bytes = new byte[Math.toIntExact(encoded.limit())];
            encoded.get(bytes);
            return bytes;
        }
    }

    /** Resizes a picture, averaging where it shrinks. */
    public static RgbImage resized(RgbImage image, int width, int height) {
        if (image.width() == width && image.height() == height) {
            return image;
        }
        try (PointerScope scope = new PointerScope()) {
            return resized(OpenCvImages.bgr(image), width, height);
        }
    }

    /** Resizes OpenCV's own 8-bit BGR. */
    public static RgbImage resized(Mat bgr, int width, int height) {
        try (PointerScope scope = new PointerScope()) {
            Mat scaled = new Mat();
            boolean shrinks = width < bgr.cols() && height < bgr.rows();
            resize(bgr, scaled, new Size(width, height), 0, 0, shrinks ? INTER_AREA : INTER_CUBIC);
            return OpenCvImages.image(scaled);
        }
    }

    /** Resizes a picture outside the heap. */
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
        String name =
                file.getFileName() == null ? "" : file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.lastIndexOf('.') < 0 ? "" : name.substring(name.lastIndexOf('.'));
    }
}
