package org.zvideo.core.weights;

/** What a U-Net predicts of a noisy latent √ᾱ·x₀ + √(1−ᾱ)·ε. */
public enum PredictionType {
    /** The noise ε. */
    EPSILON("epsilon"),
    /** The velocity v = √ᾱ·ε − √(1−ᾱ)·x₀. */
    V("v_prediction");

    private final String configName;

    PredictionType(String configName) {
        this.configName = configName;
    }

    /** Its name in a scheduler's config. */
    public String configName() {
        return configName;
    }
}
