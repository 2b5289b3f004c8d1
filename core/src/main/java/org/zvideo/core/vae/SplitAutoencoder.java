package org.zvideo.core.vae;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * One autoencoder's encoder with another one's decoder.
 *
 * @param encoding encodes; its decoder is never asked and need not be loaded
 * @param decoding decodes; its encoder is never asked and need not be loaded
 */
public record SplitAutoencoder(Autoencoder encoding, Autoencoder decoding) implements Autoencoder {
    @Override
    public Tensor encode(Tensor image) {
        return encoding.encode(image);
    }

    @Override
    public Tensor decode(Tensor latent) {
        return decoding.decode(latent);
    }

    @Override
    public boolean hasFeatures() {
        return encoding.hasFeatures();
    }

    @Override
    public List<Tensor> features(Tensor image) {
        return encoding.features(image);
    }

    @Override
    public VaeConfig encoderConfig() {
        return encoding.encoderConfig();
    }

    @Override
    public VaeConfig decoderConfig() {
        return decoding.decoderConfig();
    }
}
