package org.zvideo.core;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.zvideo.core.diffusion.DualPath;
import org.zvideo.core.diffusion.DualPath.EarlierFrames;
import org.zvideo.core.diffusion.DualPath.Stylized;
import org.zvideo.core.diffusion.FrameFeatures;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.diffusion.StyleReference;
import org.zvideo.core.diffusion.Trajectory;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.Mask;
import org.zvideo.core.torch.TensorOwner;

/**
 * A frame that is inverted, with all that the rest of its work needs.
 *
 * @param styles     those that act, in their order
 * @param mix        of all styles
 * @param weights    of the styles that act
 * @param masks      where each style acts; none for everywhere
 * @param references the styles with these masks
 * @param earlier    the frames before it in its shot
 * @param wanted     what is made besides the stylized picture
 * @param owner      keeps the latents
 */
record FrameRun(
        LatentDiffusion model,
        Trajectory inversion,
        FrameGeometry size,
        List<Style> styles,
        StyleMix mix,
        List<Double> weights,
        List<Mask> masks,
        List<StyleReference> references,
        Optional<EarlierFrames> earlier,
        Set<ModelPicture.Part> wanted,
        FrameObserver observer,
        TensorOwner owner) {
    /**
     * What the model made of the frame.
     *
     * @param listener knows what was measured on the way
     * @param shares   how attention was divided among the styles
     * @param measure  how far the result is from what the style asks for: Eq. 14, or where that cannot be compared with the
     *                 frames before, since it knows nothing of masks and styles differ in it, the root mean square of the
     *                 latent
     */
    record Result(Stylized stylized, FrameListener listener, StyleShares shares, double measure) {}

    /** @param features filled with what later frames need */
    Result stylize(DualPath path, Optional<FrameFeatures> features) {
        Tensor content = inversion.at(0);
        StyleShares shares = new StyleShares(weights, masks, size);
        FrameListener listener = new FrameListener(
                model,
                path,
                styles,
                weights,
                wanted.contains(ModelPicture.Part.SHARES) ? Optional.of(shares) : Optional.empty(),
                observer,
                size,
                content,
                earlier.isPresent() && !path.options().ties().attend().isEmpty(),
                path.runs(content, references));
        Stylized stylized = path.stylize(inversion, references, earlier, features, owner, listener);
        return new Result(
                stylized,
                listener,
                shares,
                byStyle(listener) ? listener.styleDifference() : rootMeanSquare(stylized.latent()));
    }

    private boolean byStyle(FrameListener listener) {
        return masks.isEmpty() && mix.full() && !Double.isNaN(listener.styleDifference());
    }

    private static double rootMeanSquare(Tensor latent) {
        return latent.norm().to(ScalarType.Double).item_double() / Math.sqrt(latent.numel());
    }

    /** The picture of a result. */
    ModelPicture picture(Result result) {
        return FrameCodec.picture(
                model.vae()::decode,
                result.stylized(),
                inversion.at(0),
                size,
                wanted,
                () -> mix.spread(result.shares().planes(), size));
    }
}
