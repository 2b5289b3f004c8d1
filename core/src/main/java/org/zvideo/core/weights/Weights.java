package org.zvideo.core.weights;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.zvideo.core.torch.Device;
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

    /** The root of the key tree. Tensors go to the device in the given number format and belong to the owner. */
    default WeightScope scope(TensorOwner owner, Device device, ScalarType type) {
        return new WeightScope(this, owner, device, type, "");
    }
}
