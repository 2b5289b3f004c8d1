package org.zvideo.core.torch;

import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The number format in which the U-Net computes. Latents, VAE and text model stay in at least float32. In bf16 and f16 the
 * attention's logits are rounded to it, as matrix products give them; their softmax is summed in float32.
 */
public enum Precision {
    F64(ScalarType.Double),
    F32(ScalarType.Float),
    BF16(ScalarType.BFloat16),
    F16(ScalarType.Half);

    private final ScalarType type;

    Precision(ScalarType type) {
        this.type = type;
    }

    public ScalarType type() {
        return type;
    }

    /** Bytes of a number. */
    public int bytes() {
        return this == F64 ? Double.BYTES : this == F32 ? Float.BYTES : Short.BYTES;
    }

    /** The format of everything that is not the U-Net: float64 beside a float64 U-Net, else float32. */
    public Precision accumulation() {
        return this == F64 ? F64 : F32;
    }
}
