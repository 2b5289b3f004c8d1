package org.zvideo.core.unet;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.nn.FeatureMap;

/** The tokens of a self-attention layer as they lie in the picture, row by row. */
public record TokenGrid(int rows, int columns) {
    /** The grid of a layer for a latent [1, C, h, w]; layers go down the levels of the U-Net and up again. */
    public static TokenGrid of(UNetConfig config, Tensor latent, int layer) {
        int level = config.level(layer);
        return new TokenGrid(
                (int) FeatureMap.side(latent.size(2), level), (int) FeatureMap.side(latent.size(3), level));
    }
}
