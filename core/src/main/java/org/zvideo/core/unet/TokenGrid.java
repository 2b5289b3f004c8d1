package org.zvideo.core.unet;

import org.bytedeco.pytorch.Tensor;

/** The tokens of a self-attention layer as they lie in the picture, row by row. */
public record TokenGrid(int rows, int columns) {
    /** Of a latent [1, C, h, w]: layers go down the levels of the U-Net and up again. */
    public static TokenGrid of(UNetConfig config, Tensor latent, int layer) {
        int rows = (int) latent.size(2);
        int columns = (int) latent.size(3);
        for (int level = config.level(layer); level > 0; level--) {
            rows = (rows + 1) / 2; // a strided convolution rounds up
            columns = (columns + 1) / 2;
        }
        return new TokenGrid(rows, columns);
    }
}
