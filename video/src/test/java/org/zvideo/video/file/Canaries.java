package org.zvideo.video.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Files of somebody's outside the folder that a test writes into: whatever happens there, these stay as they are. */
public final class Canaries {
    private final Path folder;
    private final Map<String, String> before;

    private Canaries(Path folder) throws IOException {
        this.folder = folder;
        this.before = contents(folder);
    }

    public static Canaries in(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("docs/0001.png"));
        Files.writeString(folder.resolve("thesis.txt"), "precious");
        Files.writeString(folder.resolve("docs/letter.txt"), "dear");
        Files.writeString(folder.resolve("docs/0002.png"), "a picture");
        return new Canaries(folder);
    }

    public Path file() {
        return folder.resolve("thesis.txt");
    }

    public Path folder() {
        return folder.resolve("docs");
    }

    public void assertUntouched(String what) throws IOException {
        assertEquals(before, contents(folder), what);
    }

    /** What is below a folder, by name; links by what they are and not by what they lead to. */
    public static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> below = Files.walk(folder)) {
            for (Path path : below.toList()) {
                String name = folder.relativize(path).toString();
                if (Files.isSymbolicLink(path)) {
                    contents.put(name, "link to " + Files.readSymbolicLink(path));
                } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    contents.put(name, Arrays.toString(Files.readAllBytes(path)));
                } else {
                    contents.put(name, Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? "folder" : "pipe");
                }
            }
        }
        return contents;
    }
}
