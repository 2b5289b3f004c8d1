package org.zvideo.core.vae;

/** The half of an autoencoder that is loaded where another one does the rest. */
public enum VaeHalf {
    ENCODER("encoder.", "quant_conv."),
    DECODER("decoder.", "post_quant_conv.");

    private final String network;
    private final String convolution;

    VaeHalf(String network, String convolution) {
        this.network = network;
        this.convolution = convolution;
    }

    /** Whether a tensor of that name, in diffusers' naming, belongs to it. */
    public boolean has(String key) {
        return key.startsWith(network) || key.startsWith(convolution);
    }

    /** The other one. */
    public VaeHalf other() {
        return this == ENCODER ? DECODER : ENCODER;
    }
}
