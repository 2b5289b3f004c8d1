package org.zvideo.core.diffusion;

import java.util.Optional;
import java.util.function.Function;
import org.zvideo.core.torch.Convolution;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.vae.Autoencoder;
import org.zvideo.core.vae.AutoencoderKl;
import org.zvideo.core.vae.AutoencoderKlConfig;
import org.zvideo.core.vae.AutoencoderTiny;
import org.zvideo.core.vae.AutoencoderTinyConfig;
import org.zvideo.core.vae.SplitAutoencoder;
import org.zvideo.core.vae.VaeConfig;
import org.zvideo.core.vae.VaeHalf;
import org.zvideo.core.weights.Config;
import org.zvideo.core.weights.ModelContainer;
import org.zvideo.core.weights.ModelContainer.Network;
import org.zvideo.core.weights.ModelContainer.Part;
import org.zvideo.core.weights.WeightException;
import org.zvideo.core.weights.WeightScope;

/**
 * Loads a model's autoencoder. Where another decoder takes the place of its own, only its encoder is loaded, and of the other one
 * only the decoder.
 *
 * @param owner    of the weights
 * @param channels of the U-Net's latents
 */
record AutoencoderLoading(Placement placement, TensorOwner owner, int channels) {
    private static final String KL = "AutoencoderKL";

    /** Loads it; nothing for a model without one, whatever decoder is given. */
    Optional<Autoencoder> load(ModelContainer container) {
        if (!container.has(Part.VAE)) {
            return Optional.empty();
        }
        Network own = new Network(container.config(Part.VAE), container.weights(Part.VAE));
        return Optional.of(
                container.decoder().map(decoder -> split(own, decoder)).orElseGet(() -> load(own, Optional.empty())));
    }

    private Autoencoder split(Network own, Network other) {
        Autoencoder encoding = load(own, Optional.of(VaeHalf.ENCODER));
        Autoencoder decoding = load(other, Optional.of(VaeHalf.DECODER));
        if (encoding.factor() != decoding.factor()) {
            throw new WeightException(other.weights() + ": a decoder that enlarges " + decoding.factor()
                    + " times, but the autoencoder reduces " + encoding.factor()
                    + " times; use a decoder for the same latents");
        }
        return new SplitAutoencoder(encoding, decoding);
    }

    private Autoencoder load(Network network, Optional<VaeHalf> half) {
        Config config = network.config();
        return switch (config.text("_class_name", KL)) {
            case KL -> {
                AutoencoderKlConfig sizes = checked(network, AutoencoderKlConfig.of(config));
                yield assembled(
                        network,
                        half,
                        root -> half.isPresent()
                                ? AutoencoderKl.load(root, sizes, half.get())
                                : AutoencoderKl.load(root, sizes));
            }
            case AutoencoderTinyConfig.CLASS -> {
                AutoencoderTinyConfig sizes = checked(network, AutoencoderTinyConfig.of(config));
                yield assembled(
                        network,
                        half,
                        root -> half.isPresent()
                                ? AutoencoderTiny.load(root, sizes, half.get())
                                : AutoencoderTiny.load(root, sizes));
            }
            default ->
                throw new WeightException(config.error("_class_name", "AutoencoderKL or AutoencoderTiny")
                                .getMessage()
                        + ": use an autoencoder of Stable Diffusion v1 or 2");
        };
    }

    private <C extends VaeConfig> C checked(Network network, C sizes) {
        if (sizes.latentChannels() != channels) {
            throw new WeightException(network.weights() + ": the VAE's latents have " + sizes.latentChannels()
                    + " channels, the U-Net expects " + channels
                    + "; use one that was made for Stable Diffusion v1 or 2");
        }
        return sizes;
    }

    private Autoencoder assembled(Network network, Optional<VaeHalf> half, Function<WeightScope, Autoencoder> layers) {
        half.ifPresent(wanted -> network.weights().passOver(wanted.other()::has));
        return network.weights()
                .assemble(
                        owner,
                        placement.device(),
                        placement.precision().accumulation(),
                        placement.kernels().vae(),
                        Convolution.PLAIN,
                        layers);
    }
}
