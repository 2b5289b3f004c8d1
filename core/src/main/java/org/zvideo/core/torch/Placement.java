package org.zvideo.core.torch;

import org.bytedeco.pytorch.Tensor;

/**
 * Where and how the model computes; decided once, when it is opened.
 *
 * @param device    of all tensors
 * @param precision of the U-Net
 * @param kernels   the way its layers are computed
 */
public record Placement(Device device, Precision precision, KernelPlan kernels) {
    /** The reference that golden tensors are compared with. */
    public static final Placement CPU_F32 = new Placement(Device.CPU, Precision.F32);

    /** With the kernels that are right where nothing was measured. */
    public Placement(Device device, Precision precision) {
        this(device, precision, KernelPlan.DEFAULT);
    }

    /** The same with kernels that have a gradient. */
    public Placement differentiable() {
        return new Placement(device, precision, kernels.differentiable());
    }

    /** The tensor in the format of the U-Net. */
    public Tensor toNetworkFormat(Tensor tensor) {
        return tensor.to(device.torch(), precision.type());
    }

    /** The tensor in the format of latents, VAE and sampler. */
    public Tensor toLatentFormat(Tensor tensor) {
        return tensor.to(device.torch(), precision.accumulation().type());
    }
}
