package org.zvideo.core.torch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Owns the tensors of something that outlives the {@link TensorScope} in which they were made: a model, a style, a
 * shot, a frame's keys and values. Only {@link #keep} moves a tensor out of its scope.
 */
public final class TensorOwner implements AutoCloseable {
    private final String name;
    private final List<Tensor> tensors = new ArrayList<>();
    private boolean closed;

    /** An owner without tensors; the name says whose memory it is. */
    public TensorOwner(String name) {
        this.name = name;
    }

    /** Keeps the tensor alive until this owner closes. Returns the same tensor. */
    public Tensor keep(Tensor tensor) {
        if (closed) {
            throw new IllegalStateException(name + ": keep after close");
        }
        tensor.retainReference();
        tensors.add(tensor);
        return tensor;
    }

    /** Bytes of all tensors that are kept here. */
    public long bytes() {
        return tensors.stream().mapToLong(Tensor::nbytes).sum();
    }

    /** Frees every tensor that nothing else keeps, and stays open for others. */
    public void clear() {
        tensors.forEach(Tensor::releaseReference);
        tensors.clear();
    }

    /** Frees every tensor that nothing else keeps. Closing twice does nothing. */
    @Override
    public void close() {
        closed = true;
        clear();
    }

    @Override
    public String toString() {
        return "TensorOwner " + name + " (" + tensors.size() + " tensors)";
    }
}
