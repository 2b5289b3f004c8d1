package org.zvideo.core.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.file.RegularFile;

/**
 * Folders of Hugging Face's cache: a repository {@code org/name} lies in {@code models--org--name}, where {@code refs/main} holds
 * the hash of the newest download and {@code snapshots/<hash>/} its files as links to {@code blobs/}. Only what lies there is
 * used; nothing is ever downloaded.
 */
public final class HubCache {
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*");
    private static final int LONGEST_HASH = 100;
    private static final String MODELS = "models--";

    private HubCache() {}

    /**
     * The folder of a repository's files if that is the repository's folder in a cache; any other path as it is.
     *
     * @throws WeightException if the cache holds no snapshot, or several of which none is the main one
     */
    static Path snapshot(Path folder) {
        Path snapshots = folder.resolve("snapshots");
        if (!Files.isDirectory(snapshots) || Files.exists(folder.resolve("config.json"))) {
            return folder;
        }
        Optional<Path> main = main(folder.resolve("refs").resolve("main"))
                .map(snapshots::resolve)
                .filter(Files::isDirectory);
        if (main.isPresent()) {
            return main.get();
        }
        List<Path> all = folders(snapshots);
        if (all.size() == 1) {
            return all.get(0);
        }
        throw new WeightException(folder + ": "
                + (all.isEmpty()
                        ? "a folder of the hub's cache without a snapshot; repeat the download"
                        : "a folder of the hub's cache with several snapshots, none of which refs/main names; pass one of "
                                + snapshots + ": " + PartFiles.listed(all)));
    }

    /** The hash in a file of refs, which others wrote. */
    private static Optional<String> main(Path ref) {
        if (!Files.isRegularFile(ref)) {
            return Optional.empty();
        }
        try (InputStream in = RegularFile.open(ref)) {
            String hash = new String(in.readNBytes(LONGEST_HASH), StandardCharsets.US_ASCII).strip();
            return hash.matches("[0-9A-Za-z]+") ? Optional.of(hash) : Optional.empty();
        } catch (IOException e) {
            throw new WeightException(ref + ": cannot be read: " + FileReason.of(e), e);
        }
    }

    /** The folders of repositories in a folder. */
    static List<Path> repositories(Path folder) {
        return folders(folder).stream()
                .filter(one -> one.getFileName().toString().startsWith(MODELS))
                .toList();
    }

    private static List<Path> folders(Path parent) {
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new WeightException(parent + ": cannot be read: " + FileReason.of(e), e);
        }
    }

    /**
     * What to do about a path that does not exist and reads like the name of a repository; nothing for other paths.
     *
     * @param environment the variables that say where the cache is
     */
    public static Optional<String> advice(Path path, Map<String, String> environment) {
        String name = path.toString().replace('\\', '/');
        if (Files.exists(path) || !REPOSITORY.matcher(name).matches()) {
            return Optional.empty();
        }
        Path cached = cache(environment).resolve(MODELS + name.replace("/", "--"));
        return Optional.of(
                Files.isDirectory(cached)
                        ? "a repository is named by its folder in the cache, " + cached
                        : "nothing is downloaded; if that is a repository of Hugging Face, run 'hf download " + name
                                + "' and name the folder that it prints");
    }

    private static Path cache(Map<String, String> environment) {
        for (Map.Entry<String, String> place : List.of(Map.entry("HF_HUB_CACHE", ""), Map.entry("HF_HOME", "hub"))) {
            String value = environment.getOrDefault(place.getKey(), "");
            if (!value.isBlank()) {
                return Path.of(value, place.getValue());
            }
        }
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path caches = xdg.isBlank() ? Path.of(System.getProperty("user.home", ""), ".cache") : Path.of(xdg);
        return caches.resolve("huggingface").resolve("hub");
    }
}
