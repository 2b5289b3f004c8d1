package org.zvideo.core.torch;

import org.bytedeco.pytorch.GradMode;

/**
 * Switches automatic differentiation for this thread until closed. LibTorch starts every thread with it on, so each
 * entry into the model says {@link #off()}; only the energy guidance says {@link #on()}.
 *
 * <p>Plain calls instead of LibTorch's guard objects: a guard that the garbage collector frees would restore the mode
 * of the wrong thread.
 */
public final class Gradients implements AutoCloseable {
    private final boolean before;

    private Gradients(boolean enabled) {
        before = GradMode.is_enabled();
        GradMode.set_enabled(enabled);
    }

    public static Gradients off() {
        return new Gradients(false);
    }

    public static Gradients on() {
        return new Gradients(true);
    }

    @Override
    public void close() {
        GradMode.set_enabled(before);
    }
}
