package org.zvideo.video.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.zvideo.video.TestMedia;

/** Oracle: the sources. */
class OwnFilesTest {
    /** Java's ways to make, change, rename or remove a file. */
    private static final Pattern WRITES = Pattern.compile("(?<!\\w)Files\\.(write|newBufferedWriter|newOutputStream|newByteChannel"
            + "|create\\w+|delete\\w*|move|copy|set\\w+)\\b|StandardOpenOption\\.(CREATE\\w*|WRITE|APPEND|TRUNCATE_EXISTING)"
            + "|new (FileOutputStream|FileWriter|PrintWriter|RandomAccessFile)\\(|File\\.create|\\bimwrite\\(|ImageIO\\.write");
    /** Places that may, each with its reason. */
    private static final List<String> ALLOWED = List.of(
            "video/file/OwnFiles.java", // the one place
            "core/weights/SafetensorsWriter.java", // makes a new file only; core knows no other module
            "core/attention/KeyValueStorage.java", // a temporary file without a name
            "core/bench/ResidentMemory.java", // a switch of the kernel's, no file
            "cli/LastResort.java", "cli/Zvideo.java"); // standard error and output, which are open already

    @Test
    void nothingElseWritesFiles() throws IOException {
        TreeSet<String> found = new TreeSet<>();
        Path root = TestMedia.TESTDATA.toAbsolutePath().getParent();
        for (String module : List.of("core", "video", "cli")) {
            try (Stream<Path> sources = Files.walk(root.resolve(module + "/src/main/java"))) {
                for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                    if (ALLOWED.stream().noneMatch(name -> source.endsWith("org/zvideo/" + name))
                            && WRITES.matcher(Files.readString(source)).find()) {
                        found.add(source.toString());
                    }
                }
            }
        }
        assertEquals(new TreeSet<>(), found);
    }
}
