package org.zvideo.video.flow;

import static org.bytedeco.opencv.global.opencv_core.multiply;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
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

    float dx(int pixel) {
        return vectors.get(2 * pixel);
    }

    float dy(int pixel) {
        return vectors.get(2 * pixel + 1);
    }

    /** The mean motion of the pixels that each pixel of a smaller picture covers, in pixels of that one. */
    FlowField reduced(int toWidth, int toHeight) {
        try (PointerScope scope = new PointerScope()) {
            Mat small = new Mat();
            resize(flow, small, new Size(toWidth, toHeight), 0, 0, INTER_AREA);
            Mat scaled = new Mat();
            Scalar factors = new Scalar(toWidth / (double) width, toHeight / (double) height, 0, 0);
            multiply(small, new Mat(toHeight, toWidth, small.type(), factors), scaled);
            return new FlowField(toWidth, toHeight, scaled);
        }
    }

    @Override
    public void close() {
        flow.releaseReference();
    }
}
