package org.zvideo.core.weights;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.torch.Device;
import org.zvideo.core.torch.Layout;
import org.zvideo.core.torch.Precision;
import org.zvideo.core.torch.TensorOwner;

/** The weights of one network under diffusers' key names, wherever they come from. */
public interface Weights {
    /**
     * The tensor of that key on the CPU; belongs to the current scope. One that cannot be had is noted for
     * {@link #verify} and replaced by zeros.
     */
    Tensor read(String key, long... shape);

    /**
     * To be called when the network is assembled.
     *
     * @throws WeightException that counts what is missing, mis-shaped or left over and names the first five of each
     */
    void verify();

    /**
     * The root of the key tree. Tensors go to the device in the given number format, kernels of convolutions in the
     * given layout; they belong to the owner.
     */
    default WeightScope scope(TensorOwner owner, Device device, Precision precision, Layout layout) {
        return new WeightScope(this, owner, device, precision, layout, "");
    }
}
