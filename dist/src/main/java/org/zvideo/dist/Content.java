package org.zvideo.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The entries of an archive, gathered from folders and files below one name. */
final class Content {
    private final String top;
    private final List<Packed> entries = new ArrayList<>();

    /** @param top the folder that the archive unpacks into */
    Content(String top) {
        this.top = top;
    }

    void add(String name, Path file) {
        add(name, file, false);
    }

    void add(String name, Path file, boolean executable) {
        entries.add(new Packed(top + "/" + name, file, executable));
    }

    /** Adds all files below a folder, with the rights that they have. */
    void addAll(String name, Path folder) throws IOException {
        try (Stream<Path> below = Files.walk(folder)) {
            for (Path file : below.filter(Files::isRegularFile).toList()) {
                String inside = folder.relativize(file).toString().replace('\\', '/');
                add(name + "/" + inside, file, Files.isExecutable(file));
            }
        }
    }

    /** All entries, by their names. */
    List<Packed> sorted() {
        return entries.stream().sorted(Comparator.comparing(Packed::name)).toList();
    }
}
