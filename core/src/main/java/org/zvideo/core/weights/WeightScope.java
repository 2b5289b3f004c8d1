package org.zvideo.core.weights;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.zvideo.core.torch.Device;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;

/** A place in the tree of checkpoint keys. A layer reads its tensors here, by field name and expected shape. */
public final class WeightScope {
    private final Weights weights;
    private final TensorOwner owner;
    private final Device device;
    private final ScalarType type;
    private final String path;

    WeightScope(Weights weights, TensorOwner owner, Device device, ScalarType type, String path) {
        this.weights = weights;
        this.owner = owner;
        this.device = device;
        this.type = type;
        this.path = path;
    }

    public WeightScope child(String name) {
        return new WeightScope(weights, owner, device, type, path + name + ".");
    }

    public WeightScope child(int index) {
        return child(Integer.toString(index));
    }

    /**
     * The tensor of that name. A missing or mis-shaped one is noted for {@link Weights#verify} and replaced by zeros,
     * so that the error can list them all.
     */
    public Tensor tensor(String name, long... shape) {
        try (TensorScope scope = TensorScope.open("weight")) { // the stored copy goes before the next one is read
            return owner.keep(weights.read(path + name, shape).to(device.torch(), type));
        }
    }
}
