package org.zvideo.core.diffusion;

import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.edit.RegionMask;
import org.zvideo.core.torch.Images;
import org.zvideo.core.torch.Ops;

/**
 * What belongs to no style. Masked attention alone does not keep it: it still attends to styled tokens, and convolutions
 * see across the edge. So after each step it takes the latent of the content path without edits, and in the end that
 * path's picture, as the decoder's normalizations carry the style over the whole picture.
 *
 * @param covered        min(1, Σ m_n) [1, 1, h, w]
 * @param reconstruction latent of the unedited path after each step
 */
public record UnstyledRegion(Tensor covered, List<Tensor> reconstruction) {
    /** Masks that complete each other sum to 1 only up to this; a step of an 8-bit mask is much more. */
    private static final double ROUNDING = 1e-4;

    /** How far each place [1, 1, h, w] of a latent [1, C, h, w] belongs to styles; empty where all of it does. */
    static Optional<Tensor> covered(Tensor latent, List<StyleReference> styles) {
        if (styles.isEmpty()
                || styles.stream().anyMatch(style -> style.source().mask().isEmpty())) {
            return Optional.empty();
        }
        long height = latent.size(2);
        long width = latent.size(3);
        Tensor sum = Ops.times(latent.narrow(1, 0, 1), 0);
        Tensor one = sum.add(new Scalar(1.0));
        for (StyleReference style : styles) {
            RegionMask mask = style.source().mask().orElseThrow();
            sum = sum.add(mask.tokens(height * width).reshape(1, 1, height, width));
        }
        Tensor covered = sum.minimum(one);
        return covered.min().item_double() < 1 - ROUNDING ? Optional.of(covered) : Optional.empty();
    }

    /** The latent after step j, with the region as it was. */
    Tensor kept(Tensor latent, int step) {
        return merged(latent, reconstruction.get(step), covered);
    }

    /** Where the unedited path ends [1, C, h, w]. */
    public Tensor reconstructed() {
        return reconstruction.get(reconstruction.size() - 1);
    }

    /** The stylized picture [1, 3, H, W] with the region from the unedited one. */
    public Tensor kept(Tensor picture, Tensor reconstructedPicture) {
        return merged(picture, reconstructedPicture, covered(picture.size(2), picture.size(3)));
    }

    /** How far each place [1, 1, H, W] of a picture belongs to styles. */
    public Tensor covered(long height, long width) {
        return Images.resizeLinear(covered, height, width);
    }

    static Tensor merged(Tensor inside, Tensor outside, Tensor covered) {
        return outside.add(inside.sub(outside).mul(covered));
    }
}
