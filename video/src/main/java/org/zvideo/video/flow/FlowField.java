package org.zvideo.video.flow;

import java.nio.FloatBuffer;
import org.bytedeco.opencv.opencv_core.Mat;

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

    @Override
    public void close() {
        flow.releaseReference();
    }
}
