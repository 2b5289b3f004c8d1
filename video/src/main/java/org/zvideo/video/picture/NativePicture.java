package org.zvideo.video.picture;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.zvideo.core.image.RgbImage;

/**
 * A picture outside the Java heap, for classes that keep many frames: an 8K frame takes 100 MB. Whoever creates it owns
 * it and closes it.
 */
public final class NativePicture implements AutoCloseable {
    private final Mat pixels;
    private final ByteBuffer values;
    /** Asked for more often than a call of OpenCV is cheap. */
    private final int width;

    private final int height;

    private NativePicture(Mat pixels) {
        this.pixels = pixels;
        this.width = pixels.cols();
        this.height = pixels.rows();
        this.values = pixels.createBuffer();
    }

    /** Copies a picture, 8-bit RGB. */
    public static NativePicture of(RgbImage image) {
        try (PointerScope scope = new PointerScope()) {
            return of(OpenCvImages.rgb(image));
        }
    }

    /** Takes over a matrix of 8-bit RGB or gray, which outlives the caller's scope. */
    public static NativePicture of(Mat pixels) {
        pixels.retainReference();
        return new NativePicture(pixels);
    }

    /** The brightness of this picture, one value per pixel. */
    public NativePicture gray() {
        try (PointerScope scope = new PointerScope()) {
            Mat gray = new Mat();
            cvtColor(pixels, gray, COLOR_RGB2GRAY);
            return of(gray);
        }
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The value 0…255 with this index. The channels of a pixel are adjacent, row by row. */
    public int value(int number) {
        return values.get(number) & 0xff;
    }

    /** The value 0…255 of a channel (0 red, 1 green, 2 blue) of a pixel, like {@link RgbImage#at(int, int)}. */
    public int at(int pixel, int channel) {
        return value(3 * pixel + channel);
    }

    /** The picture as an OpenCV matrix, which may be read while this picture is open. */
    public Mat mat() {
        return pixels;
    }

    /** Copies the picture to the heap. */
    public RgbImage image() {
        if (pixels.type() != CV_8UC3) {
            throw new IllegalStateException("a gray picture");
        }
        RgbImage image = new RgbImage(width(), height());
        values.duplicate().position(0).get(image.pixels());
        return image;
    }

    @Override
    public void close() {
        pixels.releaseReference();
    }
}
