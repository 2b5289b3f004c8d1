package org.zvideo.core.weights;

/** Which weights invert styles and frames where LoRAs are added to a model's. */
public enum InversionWeights {
    /** Those that denoise too, with the LoRAs. */
    MERGED,
    /** Those without the LoRAs: weights that were made for few steps cannot be followed backwards. */
    BASE
}
