package org.zvideo.core.torch;

/** How a network's convolutions read their kernels. */
public enum Convolution {
    /** As LibTorch keeps them. oneDNN puts them in the order it wants at every call. */
    PLAIN,
    /** Put in oneDNN's order once ({@link PackedKernel}). There is no gradient, and no such form but on CPUs. */
    PACKED
}
