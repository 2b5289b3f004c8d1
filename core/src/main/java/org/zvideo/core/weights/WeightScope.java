package org.zvideo.core.weights;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.torch.Convolution;
import org.zvideo.core.torch.Layout;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;

/** A place in the tree of checkpoint keys. A layer reads its tensors here, by field name and expected shape. */
public final class WeightScope {
    private final Source source;
    private final TensorOwner owner;
    private final UnaryOperator<Tensor> placed;
    private final Layout layout;
    private final Convolution convolution;
    private final String path;

    /** Where tensors come from. */
    @FunctionalInterface
    interface Source {
        Tensor tensor(String key, long... shape);
    }

    /** @param placed brings a tensor to its device and number format */
    WeightScope(
            Source source,
            TensorOwner owner,
            UnaryOperator<Tensor> placed,
            Layout layout,
            Convolution convolution,
            String path) {
        this.source = source;
        this.owner = owner;
        this.placed = placed;
        this.layout = layout;
        this.convolution = convolution;
        this.path = path;
    }

    public WeightScope child(String name) {
        return new WeightScope(source, owner, placed, layout, convolution, path + name + ".");
    }

    public WeightScope child(int index) {
        return child(Integer.toString(index));
    }

    /** The tensor of that name and shape. */
    public Tensor tensor(String name, long... shape) {
        return kept(() -> source.tensor(path + name, shape));
    }

    /** The kernel [out, in, k, k] of that name, in the layout of the network. */
    public Tensor kernel(String name, long out, long in, long size) {
        return kept(() -> layout.of(source.tensor(path + name, out, in, size, size)));
    }

    /** How the network's convolutions are to read their kernels. */
    public Convolution convolution() {
        return convolution;
    }

    /** Owns the tensors that are read here. */
    public TensorOwner owner() {
        return owner;
    }

    /** The kernel [out, in, 1, 1] of that name as a matrix [out, in]. */
    public Tensor pointwise(String name, long out, long in) {
        return kept(() -> source.tensor(path + name, out, in, 1, 1).reshape(out, in));
    }

    /** A tensor that is not stored but follows from the config, on the device and in the number format of those that are. */
    public Tensor made(Supplier<Tensor> constant) {
        return kept(constant);
    }

    private Tensor kept(Supplier<Tensor> stored) {
        try (TensorScope scope = TensorScope.open("weight")) { // the stored copy goes before the next one is read
            return owner.keep(placed.apply(stored.get()));
        }
    }
}
