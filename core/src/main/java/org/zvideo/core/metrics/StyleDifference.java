package org.zvideo.core.metrics;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Eq. 14: ‖G(Î_c) − G(I_s)‖₂ with G = F Fᵀ/(C·H·W) of a self-attention layer's output F. */
public final class StyleDifference {
    private StyleDifference() {}

    /** The style difference of two outputs [N, C]; each has its own N = H·W. */
    public static double between(Tensor tokens, Tensor styleTokens) {
        return ofGrams(gram(tokens), gram(styleTokens));
    }

    /** The style difference of two Gram matrices [C, C]. */
    public static double ofGrams(Tensor gram, Tensor styleGram) {
        return gram.sub(styleGram).norm().to(ScalarType.Double).item_double();
    }

    /** G [C, C] of an output [N, C], in float32. */
    public static Tensor gram(Tensor output) {
        Tensor tokens = output.to(ScalarType.Float);
        return tokens.transpose(0, 1).matmul(tokens).div(new Scalar((double) tokens.numel())); // [C, C]
    }
}
