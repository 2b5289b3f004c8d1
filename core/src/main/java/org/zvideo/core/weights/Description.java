package org.zvideo.core.weights;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a file or a folder of weights is, told by names, shapes and notes alone.
 *
 * @param path  the file or folder
 * @param kind  what it is, in a few words
 * @param facts more about it, by short names, in the order in which they are to be read
 */
public record Description(Path path, String kind, Map<String, String> facts) {
    private static final int LONGEST = 100;

    public Description {
        facts = new LinkedHashMap<>(facts);
    }

    /** Something without more to tell. */
    static Description of(Path path, String kind) {
        return new Description(path, kind, Map.of());
    }

    /** The same with another fact; an empty one is left out. */
    Description with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(facts);
        if (!value.isEmpty()) {
            more.put(name, value);
        }
        return new Description(path, kind, more);
    }

    /** The same with number formats and size of a file, which come last. */
    Description measured(Safetensors file) {
        return with("precision", precision(file)).with("size", size(file.bytes()));
    }

    /** The number formats that take most of a file, the largest first. */
    static String precision(Safetensors file) {
        List<Map.Entry<String, Long>> formats = file.formats().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .toList();
        return formats.stream()
                .filter(format -> 100 * format.getValue() > file.bytes())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(" and "));
    }

    /** A text of a stranger's on one line that is not too long. */
    static String shortened(String text) {
        String line = text.lines().collect(Collectors.joining(" ")).strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }

    /** Bytes for people. */
    static String size(long bytes) {
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : bytes < 1_000_000_000
                        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                        : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }
}
