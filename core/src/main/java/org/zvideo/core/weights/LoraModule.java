package org.zvideo.core.weights;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.weights.LoraKey.Role;

/**
 * What a LoRA changes of one layer. With r the rank, i inputs, o outputs, and k×k the kernel of a convolution: down is
 * [r, i] or [r, i, k, k], up is [o, r] or [o, r, 1, 1]; with a core, mid is [r, q, k, k], down [q, i, 1, 1].
 */
final class LoraModule {
    private final Safetensors file;
    private final LoraKey first;
    private final Map<Role, String> keys = new EnumMap<>(Role.class);

    /** @param first one of its tensors */
    LoraModule(Safetensors file, LoraKey first) {
        this.file = file;
        this.first = first;
    }

    /** Adds a tensor. */
    void add(Role role, String key) {
        String other = keys.put(role, key);
        if (other != null) {
            throw new WeightException(file + ": " + other + " and " + key + " are the same; the file is damaged");
        }
    }

    /** Which layer it is. */
    LoraKey name() {
        return first;
    }

    /** The layer as the file spells it, for messages. */
    String spelled() {
        String key = keys.values().iterator().next();
        return key.replaceFirst("\\.(alpha|lora_\\w+\\.\\w+|lora_[AB].*|lora\\..*|lora_linear.*)$", "");
    }

    /** r: the first dimension of down, which divides α. */
    long rank() {
        return shape(Role.DOWN)[0];
    }

    /** Whether it has a kernel larger than one pixel. */
    boolean isConvolution() {
        return LongStream.of(change()).skip(2).anyMatch(side -> side > 1);
    }

    /** Fails unless its tensors fit each other. */
    void check() {
        for (Role role : new Role[] {Role.DOWN, Role.UP}) {
            if (!keys.containsKey(role)) {
                throw new WeightException(file + ": " + spelled() + " has no lora_"
                        + role.name().toLowerCase(Locale.ROOT) + "; the file is damaged");
            }
        }
        long[] up = shape(Role.UP);
        long[] down = shape(Role.DOWN);
        boolean core = keys.containsKey(Role.MID);
        long[] mid = core ? shape(Role.MID) : down;
        boolean fits = matrix(up)
                && (!core || matrix(down))
                && down.length >= 2
                && mid.length >= 2
                && up[1] == mid[0]
                && (!core || mid[1] == down[0])
                && rank() > 0;
        if (!fits) {
            throw new WeightException(file + ": " + spelled() + ": down " + Arrays.toString(down)
                    + (core ? ", mid " + Arrays.toString(mid) : "") + " and up " + Arrays.toString(up)
                    + " have different ranks; the file is damaged");
        }
        if (keys.containsKey(Role.ALPHA) && LongStream.of(shape(Role.ALPHA)).reduce(1, (a, b) -> a * b) != 1) {
            throw new WeightException(file + ": " + keys.get(Role.ALPHA) + ": expected one number, got "
                    + Arrays.toString(shape(Role.ALPHA)) + "; the file is damaged");
        }
    }

    /** Whether a tensor is a matrix, maybe written as a convolution of one pixel. */
    private static boolean matrix(long[] shape) {
        return shape.length >= 2 && LongStream.of(shape).skip(2).allMatch(side -> side == 1);
    }

    /** The shape of ΔW: [o, i], or [o, i, k, k]. */
    long[] change() {
        long[] down = shape(Role.DOWN);
        long[] change = (keys.containsKey(Role.MID) ? shape(Role.MID) : down).clone();
        change[0] = shape(Role.UP)[0];
        change[1] = down[1];
        return change;
    }

    private long[] shape(Role role) {
        return file.shape(keys.get(role));
    }

    /** α where a tensor gives it. */
    OptionalDouble alpha() {
        String key = keys.get(Role.ALPHA);
        if (key == null) {
            return OptionalDouble.empty();
        }
        OptionalDouble alpha = file.number(key);
        if (alpha.isEmpty() || !Double.isFinite(alpha.getAsDouble())) {
            throw new WeightException(file + ": " + key + ": expected a finite number, got "
                    + (alpha.isEmpty() ? file.formats().keySet() : alpha.getAsDouble()) + "; the file is damaged");
        }
        return alpha;
    }

    /** ΔW in float32, of the shape of {@link #change}; belongs to the current scope. */
    Tensor delta() {
        long[] shape = change();
        Tensor up = read(keys.get(Role.UP));
        Tensor down = read(keys.get(Role.DOWN));
        up = up.reshape(up.size(0), up.size(1));
        if (!keys.containsKey(Role.MID)) {
            return up.matmul(down.reshape(down.size(0), -1)).reshape(shape);
        }
        Tensor mid = read(keys.get(Role.MID)); // [r, q, k, k]
        Tensor spread = up.matmul(mid.reshape(mid.size(0), -1)).reshape(shape[0], mid.size(1), -1); // [o, q, kk]
        return spread.transpose(1, 2)
                .matmul(down.reshape(down.size(0), down.size(1)))
                .transpose(1, 2)
                .reshape(shape);
    }

    private Tensor read(String key) {
        file.type(key);
        Tensor read = file.read(key).to(ScalarType.Float);
        if (!Ops.finite(read)) {
            throw new WeightException(file + ": " + key + ": holds NaN or infinite numbers; the file is damaged");
        }
        return read;
    }
}
