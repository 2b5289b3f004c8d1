package org.zvideo.core.weights;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The number formats of safetensors files. Weights are read in those that LibTorch can compute with; tensors in the others may
 * lie in a file, but not be read.
 */
enum Dtype {
    F64(ScalarType.Double, 64),
    F32(ScalarType.Float, 32),
    F16(ScalarType.Half, 16),
    BF16(ScalarType.BFloat16, 16),
    I64(ScalarType.Long, 64),
    I32(ScalarType.Int, 32),
    I16(ScalarType.Short, 16),
    I8(ScalarType.Char, 8),
    U8(ScalarType.Byte, 8),
    BOOL(ScalarType.Bool, 8),
    U64(null, 64),
    U32(null, 32),
    U16(null, 16),
    C64(null, 64),
    F8_E4M3(null, 8),
    F8_E5M2(null, 8),
    F8_E8M0(null, 8),
    F8_E4M3FNUZ(null, 8),
    F8_E5M2FNUZ(null, 8),
    F6_E2M3(null, 6),
    F6_E3M2(null, 6),
    F4(null, 4);

    private final @Nullable ScalarType type;
    private final int bits;

    Dtype(@Nullable ScalarType type, int bits) {
        this.type = type;
        this.bits = bits;
    }

    static Optional<Dtype> named(String name) {
        return Arrays.stream(values())
                .filter(dtype -> dtype.name().equals(name))
                .findFirst();
    }

    /** The format of a tensor. */
    static Dtype of(ScalarType type) {
        return Arrays.stream(values())
                .filter(dtype -> dtype.type == type.intern())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no safetensors format for " + type));
    }

    /** LibTorch's type, if it computes with such numbers. */
    Optional<ScalarType> type() {
        return Optional.ofNullable(type);
    }

    /** The first number of some bytes; nothing where the format is rare. */
    OptionalDouble number(ByteBuffer bytes) {
        return switch (this) {
            case F64 -> OptionalDouble.of(bytes.getDouble());
            case F32 -> OptionalDouble.of(bytes.getFloat());
            case BF16 -> OptionalDouble.of(Float.intBitsToFloat(bytes.getShort() << Short.SIZE));
            case F16 -> OptionalDouble.of(half(bytes.getShort()));
            case I64 -> OptionalDouble.of(bytes.getLong());
            case I32 -> OptionalDouble.of(bytes.getInt());
            default -> OptionalDouble.empty();
        };
    }

    /** IEEE 754 binary16: a sign, five bits of exponent, ten bits of fraction. */
    private static double half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        double magnitude = exponent == 0x1f
                ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                : exponent == 0
                        ? Math.scalb((double) fraction, -24)
                        : Math.scalb((double) (0x400 + fraction), exponent - 25);
        return bits < 0 ? -magnitude : magnitude;
    }

    /** The size of one number; the numbers of a tensor follow each other without padding. */
    int bits() {
        return bits;
    }
}
