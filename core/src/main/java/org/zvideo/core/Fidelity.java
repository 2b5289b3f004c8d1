package org.zvideo.core;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.metrics.PerceptualLoss;
import org.zvideo.core.metrics.Vgg19;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.Safetensors;
import org.zvideo.core.weights.WeightException;

/**
 * How far a result is from its content and from its style (Eq. 20/21, METHOD.md §8): L_c and L_s on VGG19, or without
 * its weights {@code contentVae} alone, on the model's own encoder, which does not see brushwork ({@link
 * org.zvideo.core.metrics.PatchDistance} does). A tiny encoder has no maps for that: then nothing is measured. Pictures are compared at the size they have inside the model. Made by {@link
 * StyleTransfer#fidelity}; smaller values mean a smaller distance.
 */
public final class Fidelity implements AutoCloseable {
    private final LatentDiffusion model;
    private final ModelSize size;
    private final Optional<Vgg19> vgg;

    /**
     * The measures.
     *
     * @param content L_c or contentVae; empty with neither
     * @param style   L_s; empty without VGG's weights
     */
    public record Values(OptionalDouble content, OptionalDouble style) {}

    Fidelity(LatentDiffusion model, ModelSize size, Optional<Path> vggFile) {
        this.model = model;
        this.size = size;
        this.vgg = vggFile.map(file -> load(file, model));
    }

    private static Vgg19 load(Path file, LatentDiffusion model) {
        try (Gradients mode = Gradients.off();
                Safetensors weights = Safetensors.open(file)) {
            return Vgg19.load(weights, model.placement());
        } catch (WeightException e) {
            String named = file + ": ";
            throw new WeightException("vgg " + (e.getMessage().startsWith(named) ? "" : named) + e.getMessage(), e);
        }
    }

    /** Name of the content measure, if it is taken. */
    public Optional<String> contentName() {
        if (vgg.isPresent()) {
            return Optional.of("L_c");
        }
        return model.vae().hasFeatures() ? Optional.of("contentVae") : Optional.empty();
    }

    /** Name of the style measure, if it is taken. */
    public Optional<String> styleName() {
        return vgg.map(weights -> "L_s");
    }

    /** Measures a result, which has the content's size. */
    public Values of(RgbImage result, RgbImage content, RgbImage style) {
        if (contentName().isEmpty()) {
            return new Values(OptionalDouble.empty(), OptionalDouble.empty());
        }
        try (Gradients mode = Gradients.off();
                TensorScope scope = TensorScope.open("fidelity")) {
            List<Tensor> maps = maps(result);
            return new Values(
                    OptionalDouble.of(PerceptualLoss.content(maps, maps(content))),
                    vgg.isPresent()
                            ? OptionalDouble.of(PerceptualLoss.style(maps, maps(FrameGeometry.usedOf(style))))
                            : OptionalDouble.empty());
        }
    }

    /** Measures how far a result is from its content, which has its size; only where the measure has a name. */
    public double content(RgbImage result, RgbImage content) {
        try (Gradients mode = Gradients.off();
                TensorScope scope = TensorScope.open("fidelity")) {
            return PerceptualLoss.content(maps(result), maps(content));
        }
    }

    private List<Tensor> maps(RgbImage picture) {
        Tensor image = FrameCodec.scaled(picture, size.geometry(picture.width(), picture.height()));
        return vgg.isPresent()
                ? vgg.get().taps(Ops.times(image.add(new Scalar(1.0)), 0.5))
                : model.vae().features(model.placement().toLatentFormat(image));
    }

    @Override
    public void close() {
        vgg.ifPresent(Vgg19::close);
    }
}
