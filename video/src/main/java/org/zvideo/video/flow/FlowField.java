package org.zvideo.video.flow;

import java.nio.FloatBuffer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Where the pixels of one frame are in another: the pixel (x, y) is found at (x + dx, y + dy). Lies outside the Java heap, as
 * one of 8K has 265 MB; whoever made it closes it.
 */
public final class FlowField implements AutoCloseable {
    private final int width;
    private final int height;
    private final Mat flow;
    private final FloatBuffer vectors;

    /** @param flow dx and dy of each pixel, row by row; it becomes this field's */
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
