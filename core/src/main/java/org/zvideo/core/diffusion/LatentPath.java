package org.zvideo.core.diffusion;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.torch.TensorOwner;

/** The latents [1, C, h, w] of a frame along its inversion or its denoising: all of them, or the newest. Owns them. */
final class LatentPath implements AutoCloseable {
    private final boolean whole;
    private final Deque<Held> held = new ArrayDeque<>();
    private int count;

    private record Held(int number, Tensor latent, TensorOwner owner) {}

    /** @param whole whether all of them are kept */
    LatentPath(boolean whole) {
        this.whole = whole;
    }

    /** Adds the next one, in the order in which files store it: sums may depend on the order of the numbers. */
    void add(Tensor latent) {
        TensorOwner owner = new TensorOwner("latent of a frame");
        Tensor ordered = owner.keep(latent.contiguous());
        if (!whole) {
            close();
        }
        held.addLast(new Held(count++, ordered, owner));
    }

    /** Latent n, from 0 on. */
    Tensor at(int n) {
        return held.stream()
                .filter(one -> one.number == n)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("latent " + n + " of " + count + " is not kept"))
                .latent;
    }

    /** The newest one. */
    Tensor last() {
        return held.getLast().latent;
    }

    /** Number of latents so far. */
    int count() {
        return count;
    }

    @Override
    public void close() {
        held.forEach(one -> one.owner.close());
        held.clear();
    }
}
