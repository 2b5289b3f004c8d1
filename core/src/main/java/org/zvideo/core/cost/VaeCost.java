package org.zvideo.core.cost;

import org.zvideo.core.vae.Autoencoder;
import org.zvideo.core.vae.AutoencoderKlConfig;
import org.zvideo.core.vae.AutoencoderTinyConfig;
import org.zvideo.core.vae.VaeConfig;

/** FLOPs of the autoencoder, for a latent [1, C, height, width]. */
public record VaeCost(VaeConfig encoder, VaeConfig decoder) {
    public VaeCost(Autoencoder vae) {
        this(vae.encoderConfig(), vae.decoderConfig());
    }

    public double encode(long height, long width) {
        return encoder instanceof AutoencoderTinyConfig tiny
                ? new TinyCost(tiny).encode(height, width)
                : new KlCost((AutoencoderKlConfig) encoder).encode(height, width);
    }

    public double decode(long height, long width) {
        return decoder instanceof AutoencoderTinyConfig tiny
                ? new TinyCost(tiny).decode(height, width)
                : new KlCost((AutoencoderKlConfig) decoder).decode(height, width);
    }

    /**
     * The approximate bytes that decoding a latent takes besides the weights: a measured number of maps of the finest level,
     * in float32.
     */
    public double decodeBytes(long height, long width) {
        return decoder instanceof AutoencoderTinyConfig tiny
                ? new TinyCost(tiny).decodeBytes(height, width)
                : new KlCost((AutoencoderKlConfig) decoder).decodeBytes(height, width);
    }
}
