package org.zvideo.core;

import org.zvideo.core.diffusion.StyleFeatures;

/** A style picture, prepared once for all frames by {@link StyleTransfer#style}. Holds native memory until closed. */
public final class Style implements AutoCloseable {
    private final StyleFeatures features;
    private final double lambda;

    Style(StyleFeatures features, double lambda) {
        this.features = features;
        this.lambda = lambda;
    }

    StyleFeatures features() {
        return features;
    }

    /** λ_n, the weight of this style's logits. */
    public double lambda() {
        return lambda;
    }

    @Override
    public void close() {
        features.close();
    }
}
