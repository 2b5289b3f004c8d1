package org.zvideo.core.torch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;

/**
 * Owns the tensors of something that outlives the {@link TensorScope} in which they were made: a model, a style, a
 * shot, a frame's keys and values. Only {@link #keep} moves a tensor out of its scope.
 */
public final class TensorOwner implements AutoCloseable {
    private final String name;
    private final List<Pointer> kept = new ArrayList<>();
    private boolean closed;

    /** An owner without tensors; the name says whose memory it is. */
    public TensorOwner(String name) {
        this.name = name;
    }

    /** Keeps a tensor, or another value of LibTorch, alive until this owner closes. Returns the same one. */
    public synchronized <P extends Pointer> P keep(P value) {
        if (closed) {
            throw new IllegalStateException(name + ": keep after close");
        }
        value.retainReference();
        kept.add(value);
        return value;
    }

    /** Bytes of all tensors that are kept here. */
    public synchronized long bytes() {
        return kept.stream()
                .mapToLong(value -> value instanceof Tensor tensor ? tensor.nbytes() : 0)
                .sum();
    }

    /** Frees everything that nothing else keeps, and stays open for more. */
    public synchronized void clear() {
        kept.forEach(Pointer::releaseReference);
        kept.clear();
    }

    /** Frees everything that nothing else keeps. Closing twice does nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        clear();
    }

    @Override
    public synchronized String toString() {
        return "TensorOwner " + name + " (" + kept.size() + " values)";
    }
}
