package org.zvideo.core.vae;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.weights.WeightScope;

/**
 * The tiny autoencoder TAESD: convolutions and ReLU alone, distilled from Stable Diffusion's own. A half that was not loaded is
 * null.
 */
public record AutoencoderTiny(AutoencoderTinyConfig config, TinyEncoder encoder, TinyDecoder decoder)
        implements Autoencoder {
    public static AutoencoderTiny load(WeightScope scope, AutoencoderTinyConfig config) {
        return new AutoencoderTiny(
                config, load(scope, config, VaeHalf.ENCODER).encoder, load(scope, config, VaeHalf.DECODER).decoder);
    }

    /** One half, which can do that half's work only. */
    public static AutoencoderTiny load(WeightScope scope, AutoencoderTinyConfig config, VaeHalf half) {
        return switch (half) {
            case ENCODER -> new AutoencoderTiny(config, TinyEncoder.load(scope.child("encoder"), config), null);
            case DECODER -> new AutoencoderTiny(config, null, TinyDecoder.load(scope.child("decoder"), config));
        };
    }

    @Override
    public Tensor encode(Tensor image) {
        return Ops.times(encoder.forward(image), config.scalingFactor());
    }

    @Override
    public Tensor decode(Tensor latent) {
        return decoder.forward(Ops.times(latent, 1 / config.scalingFactor()));
    }

    @Override
    public boolean hasFeatures() {
        return false;
    }

    @Override
    public List<Tensor> features(Tensor image) {
        throw new IllegalStateException("a tiny autoencoder has no down blocks");
    }

    @Override
    public VaeConfig encoderConfig() {
        return config;
    }

    @Override
    public VaeConfig decoderConfig() {
        return config;
    }
}
