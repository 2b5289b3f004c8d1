package org.zvideo.core.diffusion;

import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.torch.Ops;

/** The two halves of every deterministic DDIM update, in either direction (METHOD.md §3, η = 0). */
public final class Ddim {
    private Ddim() {}

    /** x̂₀ = (x − √(1−ᾱ)·ε)/√ᾱ. */
    public static Tensor predictedOriginal(Tensor x, Tensor noise, double alpha) {
        return Ops.combine(1 / Math.sqrt(alpha), x, -Math.sqrt((1 - alpha) / alpha), noise);
    }

    /** √ᾱ·x̂₀ + √(1−ᾱ)·ε. */
    public static Tensor noised(Tensor predictedOriginal, Tensor noise, double alpha) {
        return Ops.combine(Math.sqrt(alpha), predictedOriginal, Math.sqrt(1 - alpha), noise);
    }
}
