package org.zvideo.core.cost;

import org.zvideo.core.nn.FeatureMap;
import org.zvideo.core.unet.UNetConfig;

/**
 * FLOPs of the U-Net.
 *
 * @param promptTokens L of the prompt's embedding
 */
public record UNetCost(UNetConfig config, long promptTokens) {
    /** The keys that the queries of a self-attention layer meet. */
    @FunctionalInterface
    public interface Keys {
        /** Each layer its own. */
        Keys OWN = (layer, tokens) -> tokens;

        double of(int layer, long tokens);
    }

    /**
     * FLOPs of a run.
     *
     * @param dense     convolutions and linear layers on the way from the latent to the noise
     * @param beside    layers that only prompt and timestep go through
     * @param own       self-attention
     * @param prompted  attention to the prompt
     */
    public record Run(double dense, double beside, double own, double prompted) {
        public double forward() {
            return dense + beside + own + prompted;
        }

        /**
         * The gradient with respect to the latent: a product for each dense one, four for the two of a self-attention,
         * two for those of the attention to the prompt; none for weights.
         */
        public double backward() {
            return dense + 2 * own + prompted;
        }

        private Run plus(Run other) {
            return new Run(dense + other.dense, beside + other.beside, own + other.own, prompted + other.prompted);
        }
    }

    /** An unedited run on a latent [1, C, height, width]. */
    public Run run(long height, long width) {
        return run(height, width, Keys.OWN);
    }

    public Run run(long height, long width, Keys keys) {
        return run(height, width, keys, config.levels());
    }

    /** A run that computes only the given number of finest levels and takes the rest from an earlier run. */
    public Run run(long height, long width, Keys keys, int levels) {
        Walk walk = new Walk(keys, height, width);
        long first = config.channels().get(0);
        walk.add(LayerCost.convolution(config.inChannels(), first, 3, walk.pixels(0)));
        walk.beside(LayerCost.linear(first, config.timeWidth(), 1)
                + LayerCost.linear(config.timeWidth(), config.timeWidth(), 1));
        for (int level = 0; level < levels; level++) {
            down(walk, level, level < levels - 1);
        }
        int deepest = config.levels() - 1;
        if (levels > deepest) {
            long widest = config.channels().get(deepest);
            walk.resnet(widest, widest, deepest);
            walk.transformer(deepest);
            walk.resnet(widest, widest, deepest);
        } else {
            walk.layer = config.selfAttentionLayers()
                    - (int) config.attends().subList(0, levels).stream()
                                    .filter(attends -> attends)
                                    .count()
                            * (config.layersPerBlock() + 1);
        }
        for (int level = levels - 1; level >= 0; level--) {
            up(walk, level);
        }
        walk.add(LayerCost.convolution(first, config.inChannels(), 3, walk.pixels(0)));
        return walk.sum;
    }

    private void down(Walk walk, int level, boolean goesOn) {
        long out = config.channels().get(level);
        for (int n = 0; n < config.layersPerBlock(); n++) {
            walk.resnet(n > 0 ? out : config.channels().get(Math.max(0, level - 1)), out, level);
            walk.transformerIf(level);
        }
        if (goesOn) {
            walk.add(LayerCost.convolution(out, out, 3, walk.pixels(level + 1)));
        }
    }

    private void up(Walk walk, int level) {
        long out = config.channels().get(level);
        long before = config.channels().get(Math.min(config.levels() - 1, level + 1));
        long finer = config.channels().get(Math.max(0, level - 1));
        for (int n = 0; n <= config.layersPerBlock(); n++) {
            long skip = n == config.layersPerBlock() ? finer : out;
            walk.resnet((n == 0 ? before : out) + skip, out, level);
            walk.transformerIf(level);
        }
        if (level > 0) {
            walk.add(LayerCost.convolution(out, out, 3, walk.pixels(level - 1)));
        }
    }

    /** Through the network in the order of its layers. */
    private final class Walk {
        private final Keys keys;
        private final long[] pixels;
        private Run sum = new Run(0, 0, 0, 0);
        private int layer;

        private Walk(Keys keys, long height, long width) {
            this.keys = keys;
            pixels = new long[config.levels()];
            for (int level = 0; level < pixels.length; level++) {
                pixels[level] = FeatureMap.side(height, level) * FeatureMap.side(width, level);
            }
        }

        private long pixels(int level) {
            return pixels[level];
        }

        private void add(double dense) {
            sum = sum.plus(new Run(dense, 0, 0, 0));
        }

        private void beside(double flops) {
            sum = sum.plus(new Run(0, flops, 0, 0));
        }

        private void resnet(long in, long out, int level) {
            add(LayerCost.resnet(in, out, pixels[level]));
            beside(LayerCost.linear(config.timeWidth(), out, 1));
        }

        private void transformerIf(int level) {
            if (config.attends().get(level)) {
                transformer(level);
            }
        }

        /** Two projections, self-attention with its four, attention to the prompt with its four, 4C wide gated layer. */
        private void transformer(int level) {
            long n = pixels[level];
            long c = config.channels().get(level);
            double dense = (2 + 4 + 2) * LayerCost.linear(c, c, n)
                    + LayerCost.linear(c, 8 * c, n)
                    + LayerCost.linear(4 * c, c, n);
            double prompt = 2 * LayerCost.linear(config.contextWidth(), c, promptTokens);
            sum = sum.plus(new Run(
                    dense,
                    prompt,
                    LayerCost.attention(n, keys.of(layer++, n), c),
                    LayerCost.attention(n, promptTokens, c)));
        }
    }
}
