package org.zvideo.core.weights;

import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.torch.Device;
import org.zvideo.core.torch.Layout;
import org.zvideo.core.torch.Precision;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;

/** A place in the tree of checkpoint keys. A layer reads its tensors here, by field name and expected shape. */
public final class WeightScope {
    private final Weights weights;
    private final TensorOwner owner;
    private final Device device;
    private final Precision precision;
    private final Layout layout;
    private final String path;

    WeightScope(Weights weights, TensorOwner owner, Device device, Precision precision, Layout layout, String path) {
        this.weights = weights;
        this.owner = owner;
        this.device = device;
        this.precision = precision;
        this.layout = layout;
        this.path = path;
    }

    public WeightScope child(String name) {
        return new WeightScope(weights, owner, device, precision, layout, path + name + ".");
    }

    public WeightScope child(int index) {
        return child(Integer.toString(index));
    }

    /**
     * The tensor of that name. A missing or mis-shaped one is noted for {@link Weights#verify} and replaced by zeros,
     * so that the error can list them all.
     */
    public Tensor tensor(String name, long... shape) {
        return kept(() -> weights.read(path + name, shape));
    }

    /** The kernel [out, in, k, k] of that name, in the layout of the network. */
    public Tensor kernel(String name, long out, long in, long size) {
        return kept(() -> layout.of(weights.read(path + name, out, in, size, size)));
    }

    /** The kernel [out, in, 1, 1] of that name as a matrix [out, in]. */
    public Tensor pointwise(String name, long out, long in) {
        return kept(() -> weights.read(path + name, out, in, 1, 1).reshape(out, in));
    }

    private Tensor kept(Supplier<Tensor> stored) {
        try (TensorScope scope = TensorScope.open("weight")) { // the stored copy goes before the next one is read
            return owner.keep(stored.get().to(device.torch(), precision.type()));
        }
    }
}
