package org.zvideo.video.flow;

/**
 * Where the pixels of one frame are in another: the pixel (x, y) is found at (x + dx, y + dy).
 *
 * @param width   of the frames
 * @param height  of the frames
 * @param vectors dx and dy of each pixel, row by row
 */
public record FlowField(int width, int height, float[] vectors) {
    float dx(int pixel) {
        return vectors[2 * pixel];
    }

    float dy(int pixel) {
        return vectors[2 * pixel + 1];
    }
}
