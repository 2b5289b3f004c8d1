package org.zvideo.video.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zvideo.video.TestMedia;

/** Oracle: the sources, and the bytes on the disk. */
class OwnFilesTest {
    /** Java's ways to make, change, rename or remove a file. */
    private static final Pattern WRITES = Pattern.compile(
            "(?<!\\w)Files\\.(write|newBufferedWriter|newOutputStream|newByteChannel"
                    + "|create\\w+|delete\\w*|move|copy|set\\w+)\\b|StandardOpenOption\\.(CREATE\\w*|WRITE|APPEND|TRUNCATE_EXISTING)|new"
                    + " (FileOutputStream|FileWriter|PrintWriter|RandomAccessFile)\\(|File\\.create|\\bimwrite\\(|ImageIO\\.write");
    /** Places that may, each with its reason. */
    private static final List<String> ALLOWED = List.of(
            "video/file/OwnFiles.java", // the one place
            "video/file/TemporaryFolder.java", // in a folder of its own that nobody else can look into
            "core/weights/SafetensorsWriter.java", // makes a new file only; core knows no other module
            "core/edit/KeyValueFiles.java", // temporary files that nobody else can look into
            "core/bench/ResidentMemory.java", // a switch of the kernel's, no file
            "cli/terminal/UncaughtExceptionReporter.java",
            "cli/terminal/ConsoleText.java",
            "cli/command/Zvideo.java"); // standard error and output, which are open already

    @TempDir
    Path temporary;

    @ParameterizedTest
    @EnumSource(Trap.class)
    void whatIsNoPlainFileStays(Trap trap) throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("in"));
        Canaries outside = Canaries.in(Files.createDirectory(temporary.resolve("out")));
        Path name = folder.resolve("job.json");
        trap.lay(name, outside);
        trap.lay(folder.resolve("other.json.part"), outside);
        Map<String, String> before = Canaries.contents(folder);
        List<Executable> calls = List.of(
                () -> OwnFiles.create(name),
                () -> OwnFiles.write(name, new byte[1]),
                () -> OwnFiles.output(name).close(),
                () -> OwnFiles.reopen(name),
                () -> OwnFiles.open(name),
                () -> OwnFiles.append(name),
                () -> OwnFiles.replace(name, new byte[1]),
                () -> OwnFiles.replace(folder.resolve("other.json"), new byte[1]),
                () -> OwnFiles.remove(name));
        for (Executable call : calls) {
            assertThrows(IOException.class, call);
        }
        OwnFiles.removeEmptyFolder(name);
        assertEquals(before, Canaries.contents(folder));
        outside.assertUntouched(trap.name());
    }

    @Test
    void nothingElseWritesFiles() throws IOException {
        TreeSet<String> found = new TreeSet<>();
        Path root = TestMedia.TESTDATA.toAbsolutePath().getParent();
        for (String module : List.of("core", "video", "cli")) {
            try (Stream<Path> sources = Files.walk(root.resolve(module + "/src/main/java"))) {
                for (Path source : sources.filter(file -> file.toString().endsWith(".java"))
                        .toList()) {
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
