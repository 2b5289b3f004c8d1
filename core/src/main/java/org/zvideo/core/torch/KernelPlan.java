package org.zvideo.core.torch;

/**
 * Which of several ways of computing the same thing is taken. They differ in speed from machine to machine, and in the
 * last bits of their results: a job is only repeated exactly with the same plan.
 *
 * @param unet        layout of the U-Net's feature maps
 * @param vae         layout of the autoencoder's feature maps
 * @param convolution how the U-Net's convolutions read their kernels
 */
public record KernelPlan(Layout unet, Layout vae, Convolution convolution) {
    /** What is right where nothing was measured. */
    public static final KernelPlan DEFAULT =
            new KernelPlan(Layout.CHANNELS_LAST, Layout.CHANNELS_LAST, Convolution.PLAIN);

    /** The same with kernels that have a gradient. */
    public KernelPlan differentiable() {
        return new KernelPlan(unet, vae, Convolution.PLAIN);
    }
}
