package org.zvideo.core.cost;

/** FLOPs of single layers. */
final class LayerCost {
    private LayerCost() {}

    /** A k×k convolution with the given number of output pixels. */
    static double convolution(long in, long out, long kernel, long pixels) {
        return 2.0 * in * out * kernel * kernel * pixels;
    }

    static double linear(long in, long out, long rows) {
        return 2.0 * in * out * rows;
    }

    /** Both products of an attention over all heads; C is the heads' width together. */
    static double attention(long queries, double keys, long channels) {
        return 4.0 * queries * keys * channels;
    }

    /** Two 3×3 convolutions and, where the width changes, a 1×1 one. */
    static double resnet(long in, long out, long pixels) {
        return convolution(in, out, 3, pixels)
                + convolution(out, out, 3, pixels)
                + (in == out ? 0 : convolution(in, out, 1, pixels));
    }
}
