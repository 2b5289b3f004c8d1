package org.zvideo.video.flow;

import static org.bytedeco.opencv.global.opencv_core.multiply;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The motion from one frame to another: the pixel (x, y) is found at (x + dx, y + dy). The field is outside the Java
 * heap, because that of an 8K frame takes 265 MB. Whoever creates it closes it.
 */
public final class FlowField implements AutoCloseable {
    private final int width;
    private final int height;
    private final Mat flow;
    private final FloatBuffer vectors;

    /**
     * Takes over a matrix.
     *
     * @param flow dx and dy of each pixel, row by row; it now belongs to this field
     */
    FlowField(int width, int height, Mat flow) {
        flow.retainReference();
        this.width = width;
        this.height = height;
        this.flow = flow;
        this.vectors = flow.createBuffer();
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    long pixels() {
        return (long) width * height;
    }

    float dx(int pixel) {
        return vectors.get(2 * pixel);
    }

    float dy(int pixel) {
        return vectors.get(2 * pixel + 1);
    }

    /** dx between pixels. */
    double dx(BilinearPoint point) {
        return point.between(
                dx(point.topLeft()), dx(point.topRight()), dx(point.bottomLeft()), dx(point.bottomRight()));
    }

    /** dy between pixels. */
    double dy(BilinearPoint point) {
        return point.between(
                dy(point.topLeft()), dy(point.topRight()), dy(point.bottomLeft()), dy(point.bottomRight()));
    }

    /** The same field for another owner, who closes it. */
    FlowField shared() {
        return new FlowField(width, height, flow);
    }

    /**
     * The motion in another size, in pixels of that one.
     *
     * @param interpolation one of OpenCV's {@code INTER_…}
     */
    FlowField resized(int toWidth, int toHeight, int interpolation) {
        try (PointerScope scope = new PointerScope()) {
            Mat other = new Mat();
            resize(flow, other, new Size(toWidth, toHeight), 0, 0, interpolation);
            Mat scaled = new Mat();
            Scalar factors = new Scalar(toWidth / (double) width, toHeight / (double) height, 0, 0);
            multiply(other, new Mat(toHeight, toWidth, other.type(), factors), scaled);
            return new FlowField(toWidth, toHeight, scaled);
        }
    }

    @Override
    public void close() {
        flow.releaseReference();
    }
}
