package org.zvideo.core.vae;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.nn.Conv2d;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.weights.WeightScope;

/** The variational autoencoder between pictures and latents. A null convolution is one the config does not have. */
public record AutoencoderKl(
        VaeConfig config, Encoder encoder, Conv2d quantConv, Conv2d postQuantConv, Decoder decoder) {
    public static AutoencoderKl load(WeightScope scope, VaeConfig config) {
        int latent = config.latentChannels();
        return new AutoencoderKl(
                config,
                Encoder.load(scope.child("encoder"), config),
                config.quantConv() ? Conv2d.load(scope.child("quant_conv"), 2L * latent, 2L * latent, 1) : null,
                config.postQuantConv() ? Conv2d.load(scope.child("post_quant_conv"), latent, latent, 1) : null,
                Decoder.load(scope.child("decoder"), config));
    }

    /** RGB [1, 3, H, W] in [−1, 1] to the latent [1, C, h, w]: the posterior's mean times the scaling factor. */
    public Tensor encode(Tensor image) {
        Tensor moments = encoder.forward(image);
        moments = quantConv == null ? moments : quantConv.forward(moments);
        return Ops.times(moments.narrow(1, 0, config.latentChannels()), config.scalingFactor());
    }

    /** The outputs [1, Cₙ, hₙ, wₙ] of the encoder's down blocks for RGB [1, 3, H, W] in [−1, 1], the deepest last. */
    public List<Tensor> features(Tensor image) {
        return encoder.features(image);
    }

    /** Latent [1, C, h, w] to RGB [1, 3, H, W], nominally in [−1, 1], not clamped. */
    public Tensor decode(Tensor latent) {
        Tensor scaled = Ops.times(latent, 1 / config.scalingFactor());
        return decoder.forward(postQuantConv == null ? scaled : postQuantConv.forward(scaled));
    }
}
