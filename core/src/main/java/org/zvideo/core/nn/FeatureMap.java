package org.zvideo.core.nn;

/** Sizes of feature maps on the levels of a network. */
public final class FeatureMap {
    private FeatureMap() {}

    /** A side after the given number of strided convolutions, each of which rounds up. */
    public static long side(long side, int level) {
        long halved = side;
        for (int n = 0; n < level; n++) {
            halved = (halved + 1) / 2;
        }
        return halved;
    }
}
