package org.zvideo.core.vae;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.nn.Conv2d;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.weights.WeightScope;

/**
 * Stable Diffusion's variational autoencoder. A null convolution is one the config does not have; a half that was not loaded is
 * null too.
 */
public record AutoencoderKl(
        AutoencoderKlConfig config, Encoder encoder, Conv2d quantConv, Conv2d postQuantConv, Decoder decoder)
        implements Autoencoder {
    public static AutoencoderKl load(WeightScope scope, AutoencoderKlConfig config) {
        AutoencoderKl encoding = load(scope, config, VaeHalf.ENCODER);
        AutoencoderKl decoding = load(scope, config, VaeHalf.DECODER);
        return new AutoencoderKl(
                config, encoding.encoder, encoding.quantConv, decoding.postQuantConv, decoding.decoder);
    }

    /** One half, which can do that half's work only. */
    public static AutoencoderKl load(WeightScope scope, AutoencoderKlConfig config, VaeHalf half) {
        int latent = config.latentChannels();
        return switch (half) {
            case ENCODER ->
                new AutoencoderKl(
                        config,
                        Encoder.load(scope.child("encoder"), config),
                        config.quantConv() ? Conv2d.load(scope.child("quant_conv"), 2L * latent, 2L * latent, 1) : null,
                        null,
                        null);
            case DECODER ->
                new AutoencoderKl(
                        config,
                        null,
                        null,
                        config.postQuantConv() ? Conv2d.load(scope.child("post_quant_conv"), latent, latent, 1) : null,
                        Decoder.load(scope.child("decoder"), config));
        };
    }

    /** The posterior's mean times the scaling factor. */
    @Override
    public Tensor encode(Tensor image) {
        Tensor moments = encoder.forward(image);
        moments = quantConv == null ? moments : quantConv.forward(moments);
        return Ops.times(moments.narrow(1, 0, config.latentChannels()), config.scalingFactor());
    }

    @Override
    public Tensor decode(Tensor latent) {
        Tensor scaled = Ops.times(latent, 1 / config.scalingFactor());
        return decoder.forward(postQuantConv == null ? scaled : postQuantConv.forward(scaled));
    }

    @Override
    public boolean hasFeatures() {
        return true;
    }

    @Override
    public List<Tensor> features(Tensor image) {
        return encoder.features(image);
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
