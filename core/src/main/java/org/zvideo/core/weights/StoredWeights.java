package org.zvideo.core.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.torch.Ops;

/**
 * The weights of one network under diffusers' key names, whatever files and names they are stored in. Keeps account of
 * what was asked for, so that {@link #verify} can name everything that is missing, mis-shaped or left over.
 */
final class StoredWeights implements Weights {
    private static final String PLAIN = "use a plain Stable Diffusion model and its own config files";

    private final String name;
    private final String remedy;
    private final Map<String, Stored> stored = new LinkedHashMap<>();
    private final Set<String> read = new LinkedHashSet<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> misshaped = new ArrayList<>();

    /** Queries, keys and values that are stored as one, in this order. */
    private static final String JOINED = "in_proj_";

    private static final List<String> THIRDS = List.of("q_proj.", "k_proj.", "v_proj.");

    /** @param third which of three equal parts along the first dimension it is; empty for the whole tensor */
    private record Stored(Safetensors file, String key, OptionalInt third) {
        private long[] shape() {
            long[] shape = file.shape(key).clone();
            if (third.isPresent()) {
                shape[0] /= THIRDS.size();
            }
            return shape;
        }

        private Tensor tensor() {
            Tensor whole = file.read(key);
            long rows = shape().length == 0 ? 0 : shape()[0];
            return third.isPresent() ? whole.narrow(0, third.getAsInt() * rows, rows) : whole;
        }
    }

    /**
     * Takes the tensors of the files under new names.
     *
     * @param name   of the network in messages, for example {@code model/unet}
     * @param rename the diffusers key of a stored key, or nothing for a tensor that is not part of the network
     */
    StoredWeights(String name, List<Safetensors> files, Function<String, Optional<String>> rename) {
        this(name, files, rename, PLAIN);
    }

    /** @param remedy what helps where they do not fit the config */
    StoredWeights(String name, List<Safetensors> files, Function<String, Optional<String>> rename, String remedy) {
        this(name, byFile(files, rename), remedy);
    }

    /**
     * Takes the tensors of files that are named in different ways.
     *
     * @param files with what gives the diffusers key of a stored key, or nothing for a tensor that is not part of the network
     */
    StoredWeights(String name, Map<Safetensors, Function<String, Optional<String>>> files) {
        this(name, files, PLAIN);
    }

    private StoredWeights(String name, Map<Safetensors, Function<String, Optional<String>>> files, String remedy) {
        this.name = name;
        this.remedy = remedy;
        files.forEach((file, rename) -> {
            for (String key : file.names()) {
                rename.apply(key).ifPresent(canonical -> add(canonical, file, key));
            }
        });
    }

    /** Adds a tensor, or the three that it holds. */
    private void add(String canonical, Safetensors file, String key) {
        int joined = canonical.lastIndexOf('.') + 1;
        long[] shape = file.shape(key);
        if (!canonical.startsWith(JOINED, joined) || shape.length == 0 || shape[0] % THIRDS.size() != 0) {
            add(canonical, new Stored(file, key, OptionalInt.empty()));
            return;
        }
        for (int n = 0; n < THIRDS.size(); n++) {
            add(
                    canonical.substring(0, joined) + THIRDS.get(n) + canonical.substring(joined + JOINED.length()),
                    new Stored(file, key, OptionalInt.of(n)));
        }
    }

    /** The diffusers keys of what is stored. */
    @Override
    public Set<String> names() {
        return stored.keySet();
    }

    @Override
    public long[] shape(String key) {
        return stored.get(key).shape();
    }

    /** A tensor as it is stored; belongs to the current scope. */
    Tensor stored(String key) {
        return stored.get(key).tensor();
    }

    private static Map<Safetensors, Function<String, Optional<String>>> byFile(
            List<Safetensors> files, Function<String, Optional<String>> rename) {
        Map<Safetensors, Function<String, Optional<String>>> all = new LinkedHashMap<>();
        files.forEach(file -> all.put(file, rename));
        return all;
    }

    private void add(String canonical, Stored tensor) {
        Stored other = stored.put(canonical, tensor);
        if (other != null) {
            throw new WeightException(name + ": " + other.key() + " and " + tensor.key() + " are both " + canonical
                    + "; the file is damaged");
        }
    }

    @Override
    public void passOver(Predicate<String> others) {
        stored.keySet().removeIf(others);
    }

    @Override
    public Tensor expect(String key, long... shape) {
        Stored source = stored.get(key);
        if (source != null) {
            source.file()
                    .type(source.key()); // before names are counted: such files have tensors of their own for scales
        }
        if (source == null) {
            missing.add(key);
        } else if (read.add(key) && !fits(source, shape)) {
            misshaped.add(key + ": expected " + Arrays.toString(shape) + ", got " + Arrays.toString(source.shape()));
        }
        return Weights.super.expect(key, shape);
    }

    @Override
    public Tensor read(String key, long... shape) {
        Stored source = stored.get(key);
        if (source == null || !fits(source, shape)) {
            expect(key, shape);
            verify();
        }
        read.add(key);
        Tensor tensor = stored(key).reshape(shape);
        if (!Ops.finite(tensor)) {
            throw new WeightException(name + ": " + key + ": holds NaN or infinite numbers; the file is damaged");
        }
        if (shape.length > 1 && !tensor.any().item_bool()) {
            throw new WeightException(name + ": " + key + ": holds nothing but zeros; the file is damaged");
        }
        return tensor;
    }

    private static boolean fits(Stored source, long[] shape) {
        long[] got = source.shape();
        return Arrays.equals(got, shape) || isPointwiseConvolution(got, shape);
    }

    /**
     * Latent-diffusion files hold the VAE's attention as 1×1 convolutions, diffusers as linear layers; and the projections around
     * transformers are the one in Stable Diffusion v1 and the other in v2. The product is the same.
     */
    private static boolean isPointwiseConvolution(long[] got, long[] shape) {
        long[] longer = got.length > shape.length ? got : shape;
        long[] shorter = got.length > shape.length ? shape : got;
        return shorter.length == 2
                && longer.length == 4
                && longer[2] == 1
                && longer[3] == 1
                && longer[0] == shorter[0]
                && longer[1] == shorter[1];
    }

    @Override
    public void verify() {
        List<String> extra =
                stored.keySet().stream().filter(key -> !read.contains(key)).toList();
        if (missing.isEmpty() && misshaped.isEmpty() && extra.isEmpty()) {
            return;
        }
        List<String> parts = new ArrayList<>();
        describe(parts, misshaped, "mis-shaped");
        describe(parts, missing, "missing");
        describe(parts, extra, "extra");
        throw new WeightException(
                name + ": the weights do not fit the config: " + String.join("; ", parts) + "; " + remedy);
    }

    @Override
    public String toString() {
        return name;
    }

    private static void describe(List<String> parts, List<String> keys, String what) {
        if (!keys.isEmpty()) {
            parts.add(keys.size() + " " + what + " " + Named.first(keys));
        }
    }
}
