package org.zvideo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The repository's text files, by their paths relative to its root. */
final class Sources {
    private static final Path ROOT =
            Path.of(System.getProperty("zvideo.testdata")).toAbsolutePath().getParent();
    private static final Pattern TEXT = Pattern.compile(".*\\.(java|md|html|css|js|json|txt|xml|yml)");

    private Sources() {}

    /** The text files below these folders; a folder that does not exist has none. */
    static Map<String, String> below(String... folders) {
        Map<String, String> texts = new TreeMap<>();
        for (String folder : folders) {
            add(texts, ROOT.resolve(folder), Integer.MAX_VALUE);
        }
        return texts;
    }

    /** The text files in the root folder itself. */
    static Map<String, String> inRoot() {
        Map<String, String> texts = new TreeMap<>();
        add(texts, ROOT, 1);
        return texts;
    }

    private static void add(Map<String, String> texts, Path folder, int depth) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder, depth)) {
            List<Path> found = files.filter(
                            file -> TEXT.matcher(file.toString()).matches())
                    .filter(Files::isRegularFile)
                    .toList();
            for (Path file : found) {
                texts.put(ROOT.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
