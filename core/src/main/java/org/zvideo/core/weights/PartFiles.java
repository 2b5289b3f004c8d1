package org.zvideo.core.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.zvideo.core.file.FileReason;

/**
 * Which files of a part's folder hold its weights: those with diffusers' plain name, else the most precise of those that name a
 * number format ({@code .fp32}, {@code .fp16}, {@code .bf16}), else those of the only other variant, where {@code .non_ema} counts
 * only if there is nothing else: those are the weights before their average, which is what models are run with. Of other variants
 * none is preferred, because they may differ in more than their precision.
 */
final class PartFiles {
    private static final String WEIGHTS = ".safetensors";
    private static final String SHARD = ".*-\\d{5}-of-\\d{5}\\..*";

    private static final List<String> PREFERRED = List.of("", ".fp32", ".fp16", ".bf16");
    private static final String BEFORE_AVERAGE = "non_ema";

    private final Path folder;
    private final String stem;

    /**
     * The files of a part.
     *
     * @param folder the part's folder
     * @param stem   how the names of its weights begin
     */
    PartFiles(Path folder, String stem) {
        this.folder = folder;
        this.stem = stem;
    }

    /**
     * The files of the weights, several where they are sharded.
     *
     * @param opened is told of an index of shards before it is read
     * @throws WeightException if there are none; it says what was found instead
     */
    List<Path> weights(UnaryOperator<Path> opened) {
        Path found = weightsOrIndex();
        return found.toString().endsWith(".json") ? shards(opened.apply(found)) : List.of(found);
    }

    private Path weightsOrIndex() {
        List<Path> all = files(folder, name -> true);
        for (String variant : PREFERRED) {
            for (String name : List.of(
                    stem + variant + WEIGHTS,
                    stem + WEIGHTS + ".index" + variant + ".json",
                    stem + variant + WEIGHTS + ".index.json")) {
                if (all.contains(folder.resolve(name))) {
                    return folder.resolve(name);
                }
            }
        }
        List<Path> variants = those(all, this::isVariant);
        List<Path> averaged = those(variants, name -> !name.contains(BEFORE_AVERAGE));
        if (averaged.size() == 1 || averaged.isEmpty() && variants.size() == 1) {
            return averaged.isEmpty() ? variants.get(0) : averaged.get(0);
        }
        throw nothingFor(all, averaged.isEmpty() ? variants : averaged);
    }

    private static List<Path> shards(Path index) {
        TreeSet<String> names = new TreeSet<>();
        ModelJson.read(index).path("weight_map").forEach(file -> names.add(file.asText()));
        if (names.isEmpty() || !names.stream().allMatch(name -> name.matches("[^/\\\\\\x00]{1,255}"))) {
            throw new WeightException(index + ": weight_map names no files of this folder; the index is damaged; "
                    + "copy it again from the model");
        }
        List<Path> shards = names.stream().map(index::resolveSibling).toList();
        for (Path shard : shards) {
            if (!Files.exists(shard)) {
                throw new WeightException(index + ": names the shard " + shard.getFileName()
                        + ", which is not beside it; copy it from the model");
            }
        }
        return shards;
    }

    private boolean isVariant(String name) {
        return name.startsWith(stem + ".")
                && !name.matches(SHARD)
                && (name.endsWith(WEIGHTS) || name.contains(WEIGHTS + ".index") && name.endsWith(".json"));
    }

    private WeightException nothingFor(List<Path> all, List<Path> variants) {
        Path plain = folder.resolve(stem + WEIGHTS);
        List<Path> others = those(all, name -> name.endsWith(WEIGHTS) && !name.matches(SHARD));
        if (variants.size() > 1) {
            return new WeightException(folder + ": holds " + listed(variants)
                    + ", which differ in more than their names; rename the one to use to " + plain.getFileName());
        } else if (others.size() == 1) {
            return new WeightException(others.get(0) + ": weights of " + folder.getFileName()
                    + " have another name; if it" + " holds them, rename it to " + plain.getFileName());
        }
        List<Path> shards = those(all, name -> name.endsWith(WEIGHTS) && name.matches(SHARD));
        if (!shards.isEmpty()) {
            return new WeightException(shards.get(0) + ": a shard without its index; copy the model's "
                    + plain.getFileName() + ".index.json to it");
        }
        return all.stream()
                .filter(file -> file.toString().matches(".*\\.(bin|pt|pth|ckpt)"))
                .findFirst()
                .map(pickle -> new WeightException(pickle + ": pickle checkpoints can run code and are never loaded; "
                        + "put the model's " + plain.getFileName() + " beside it"))
                .orElseGet(() -> new WeightException(
                        folder + ": holds no weights; copy the model's " + plain.getFileName() + " into it"));
    }

    /** The names of files in a message, at most three. */
    static String listed(List<Path> files) {
        List<String> names = new ArrayList<>();
        files.stream().limit(3).forEach(file -> names.add(String.valueOf(file.getFileName())));
        return String.join(", ", names) + (files.size() > names.size() ? ", …" : "");
    }

    private static List<Path> those(List<Path> files, Predicate<String> accepted) {
        return files.stream()
                .filter(file -> accepted.test(String.valueOf(file.getFileName())))
                .toList();
    }

    /** The files of a folder whose names are accepted, in alphabetical order; none of a folder that does not exist. */
    static List<Path> files(Path folder, Predicate<String> accepted) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return those(all.filter(file -> !Files.isDirectory(file)).sorted().toList(), accepted);
        } catch (IOException e) {
            throw new WeightException(folder + ": cannot be read: " + FileReason.of(e), e);
        }
    }
}
