package org.zvideo.core.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.zvideo.core.file.FileReason;

/**
 * Which files of a part's folder hold its weights: those with diffusers' plain name, else those in half precision, else
 * those of the only variant that lies there, such as {@code .bf16} or {@code .non_ema}. Of several variants none is
 * preferred, because they may differ in more than their precision.
 */
final class PartFiles {
    private static final String WEIGHTS = ".safetensors";
    private static final String SHARD = ".*-\\d{5}-of-\\d{5}\\..*";

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
     * The file of the weights, or the index that names their shards.
     *
     * @throws WeightException if there is neither; it says what was found instead
     */
    Path weightsOrIndex() {
        List<Path> all = files(folder, name -> true);
        for (String variant : new String[] {"", ".fp16"}) {
            for (String name : new String[] {stem + variant + WEIGHTS, stem + WEIGHTS + ".index" + variant + ".json"}) {
                if (all.contains(folder.resolve(name))) {
                    return folder.resolve(name);
                }
            }
        }
        List<Path> variants = those(all, this::isVariant);
        if (variants.size() == 1) {
            return variants.get(0);
        }
        throw nothingFor(all, variants);
    }

    static boolean isIndex(Path file) {
        return file.toString().endsWith(".json");
    }

    private boolean isVariant(String name) {
        return name.startsWith(stem + ".")
                && !name.matches(SHARD)
                && (name.endsWith(WEIGHTS)
                        || name.startsWith(stem + WEIGHTS + ".") && name.contains(".index") && name.endsWith(".json"));
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
