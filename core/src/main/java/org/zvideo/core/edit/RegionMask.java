package org.zvideo.core.edit;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.nn.FeatureMap;

/**
 * Where a style acts: a mask in [0, 1] on the token grid of every resolution of the U-Net (METHOD.md §6). Its tensors
 * belong to the scope in which it is made.
 */
public final class RegionMask {
    private static final double ZERO = 1e-6;

    private final Map<Long, Tensor> byTokens = new HashMap<>();

    /**
     * @param mask   in image space [H, W], feathered already
     * @param height of the latent
     * @param width  of the latent
     * @param levels resolutions of the U-Net
     */
    public RegionMask(Tensor mask, long height, long width, int levels) {
        for (int level = 0; level < levels; level++) {
            long h = FeatureMap.side(height, level);
            long w = FeatureMap.side(width, level);
            byTokens.put(h * w, onGrid(mask, h, w));
        }
    }

    /** The mask [N] for a layer with the given number of tokens, row by row. */
    public Tensor tokens(long count) {
        return byTokens.get(count);
    }

    /**
     * Softens a hard mask [H, W] to a linear ramp of {@code pixels} to each side: a box filter, borders repeated; rows,
     * then columns, as a wide square would take its area's time.
     */
    public static Tensor feathered(Tensor mask, long pixels) {
        if (pixels == 0) {
            return mask;
        }
        long height = mask.size(0);
        long width = mask.size(1);
        Tensor padded = torch.replication_pad2d(mask.reshape(1, 1, height, width), pixels, pixels, pixels, pixels);
        return boxed(boxed(padded, 1, 2 * pixels + 1), 2 * pixels + 1, 1).reshape(height, width);
    }

    private static Tensor boxed(Tensor image, long rows, long columns) {
        return torch.avg_pool2d(
                image,
                new long[] {rows, columns},
                new long[] {1, 1},
                new long[] {0, 0},
                false,
                true,
                new LongOptional());
    }

    /** Bilinear with half-pixel centers and no antialiasing, [H, W] to [h·w]; what counts as 0 is exactly 0. */
    public static Tensor onGrid(Tensor mask, long height, long width) {
        Tensor tokens = torch.upsample_bilinear2d(
                        mask.reshape(1, 1, mask.size(0), mask.size(1)), new long[] {height, width}, false)
                .flatten();
        return tokens.masked_fill(tokens.lt(new Scalar(ZERO)), new Scalar(0.0));
    }
}
