package org.zvideo.core.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Where an autoencoder's files are.
 *
 * @param files  its weights
 * @param config the config beside them, if there is one
 */
record VaePlace(List<Path> files, Optional<Path> config) {
    private static final String WEIGHTS = ".safetensors";
    private static final String CONFIG = "config.json";
    private static final List<String> ORIGINAL = List.of("taesd_encoder.safetensors", "taesd_decoder.safetensors");

    /**
     * Looks at a file, at a folder of its own, at the whole folder of a model, or at the folder of one of these in Hugging Face's
     * cache.
     *
     * @param opened is told of an index of shards before it is read
     */
    static VaePlace of(Path given, UnaryOperator<Path> opened) {
        if (!Files.isDirectory(given)) {
            return new VaePlace(
                    List.of(given),
                    Optional.of(given.toAbsolutePath().resolveSibling(CONFIG)).filter(Files::exists));
        }
        Path snapshot = HubCache.snapshot(given);
        Path folder = Files.exists(snapshot.resolve("vae").resolve(CONFIG)) ? snapshot.resolve("vae") : snapshot;
        if (Files.exists(folder.resolve(CONFIG))) {
            return new VaePlace(
                    new PartFiles(folder, "diffusion_pytorch_model").weights(opened),
                    Optional.of(folder.resolve(CONFIG)));
        }
        return new VaePlace(withoutConfig(folder), Optional.empty());
    }

    private static List<Path> withoutConfig(Path folder) {
        List<Path> original =
                ORIGINAL.stream().map(folder::resolve).filter(Files::exists).toList();
        if (!original.isEmpty()) {
            return original;
        }
        List<Path> files = PartFiles.files(folder, name -> name.endsWith(WEIGHTS));
        if (files.size() == 1) {
            return files;
        }
        throw new WeightException(folder + ": no " + CONFIG + ": no folder of an autoencoder; "
                + (files.isEmpty()
                        ? "pass one that has it, or a .safetensors file"
                        : "it holds " + PartFiles.listed(files) + ": pass the file that is the autoencoder"));
    }

    /** The names by which people call such files: those of the file or folder that was given, and of the folder around it. */
    static Stream<String> names(Path given) {
        Path absolute = given.toAbsolutePath().normalize();
        int count = absolute.getNameCount();
        return Stream.of(count - 2, count - 1)
                .filter(n -> n >= 0)
                .map(n -> absolute.getName(n).toString());
    }
}
