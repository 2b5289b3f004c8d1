package org.zvideo.core.guidance;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.torch.Ops;

/**
 * Motion on the grid of the latent: where each place of a frame was in the previous one, and how far that is trusted.
 *
 * @param places on the previous frame's latent [1, h, w, 2]: x and y, −1 and 1 being its outer edges
 * @param trust  v̄, 0…1 [1, 1, h, w]
 */
public record Alignment(Tensor places, Tensor trust) {
    private static final long BICUBIC = 2;
    private static final long BORDER = 1;

    /**
     * The means over the cells of the latent's grid.
     *
     * @param motion dx, dy and τ for each pixel of the padded frame [1, 3, H, W], in pixels
     * @param height h of the latent
     * @param width  w of the latent
     */
    public static Alignment of(Tensor motion, long height, long width) {
        long cell = motion.size(2) / height;
        Tensor cells =
                Ops.mean(motion.reshape(1, 3, height, cell, width, cell), 3, 5).reshape(1, 3, height, width);
        return new Alignment(
                torch.stack(new TensorVector(placed(cells, 0, cell, width, 3), placed(cells, 1, cell, height, 2)), 3),
                cells.narrow(1, 2, 1));
    }

    /** Coordinates along a dimension of the grid [1, h, w]. */
    private static Tensor placed(Tensor cells, long channel, long cell, long size, int dimension) {
        long[] shape = {1, 1, 1, 1};
        shape[dimension] = size;
        float[] own = new float[(int) size];
        for (int n = 0; n < own.length; n++) {
            own[n] = n;
        }
        Tensor moved = Ops.times(cells.narrow(1, channel, 1), 1.0 / cell)
                .add(Ops.tensor(own, shape).to(cells.device(), cells.scalar_type()));
        return Ops.times(moved, 2.0 / size).add(new Scalar(1.0 / size - 1)).squeeze(1);
    }

    /** W_z: the previous frame's latent where the motion leads, bicubic [1, C, h, w]. */
    public Tensor moved(Tensor previous) {
        return torch.grid_sampler(previous, places, BICUBIC, BORDER, false);
    }
}
