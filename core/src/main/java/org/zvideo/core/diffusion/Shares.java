package org.zvideo.core.diffusion;

/** Settings that are shares of something. */
final class Shares {
    private Shares() {}

    /** Fails unless the value lies in 0 to 1. */
    static void require(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(what + " " + value + ": expected 0 to 1");
        }
    }
}
