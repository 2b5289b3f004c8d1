package org.zvideo.video.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.file.FileReason;
import org.zvideo.video.TestMedia;

/** M14. Oracle: the system's errors, provoked; their messages are often the file's name alone. */
class FileReasonTest {
    private static final Pattern CAUGHT =
            Pattern.compile("[(,] ?(?:final )?[\\w| ]*(?:IOException|FileSystemException|FileException) (\\w+)\\) *"
                    + "(?:throws \\w+ *)?\\{");

    @TempDir
    Path folder;

    @Test
    void theReasonIsInWordsAndHoldsNoName() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Path loop = Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));
        Map<String, Executable> attempts = Map.of(
                "no such file or folder", () -> Files.readString(folder.resolve("absent")),
                "something has this name already", () -> Files.createFile(file),
                "the folder is not empty", () -> Files.delete(folder),
                "it is not a folder", () -> list(file),
                "it is not a link", () -> Files.readSymbolicLink(file),
                "the name is too long", () -> Files.createFile(folder.resolve("n".repeat(300))),
                "Is a directory", () -> Files.readString(folder),
                "Not a directory", () -> Files.readString(file.resolve("below")),
                "No such file or directory", () -> write(folder.resolve("a/b")));
        for (Map.Entry<String, Executable> attempt : attempts.entrySet()) {
            IOException error = assertThrows(IOException.class, attempt.getValue());
            assertEquals(attempt.getKey(), FileReason.of(error), error.toString());
        }
        String looped = FileReason.of(assertThrows(IOException.class, () -> Files.readString(loop)));
        assertFalse(looped.contains(folder.toString()) || looped.contains("Exception"), looped);
        assertEquals("permission denied", FileReason.of(new AccessDeniedException("file")));
        assertEquals("the system gives no reason", FileReason.of(new FileSystemException("file")));
        assertEquals(
                "Read-only file system", FileReason.of(new FileSystemException("f", null, "Read-only file system")));
        assertEquals("Access is denied", FileReason.of(new FileNotFoundException("f (x) (Access is denied)")));
        assertEquals("Broken pipe", FileReason.of(new UncheckedIOException(new IOException("Broken pipe"))));
    }

    /** Whoever words an error of the system asks {@link FileReason}; a stack trace's class name is no reason either. */
    @Test
    void nothingElseWordsTheSystemsErrors() throws IOException {
        TreeSet<String> found = new TreeSet<>();
        Path root = TestMedia.TESTDATA.toAbsolutePath().getParent();
        for (String module : new String[] {"core", "video", "server", "cli"}) {
            try (Stream<Path> sources = Files.walk(root.resolve(module + "/src/main/java"))) {
                for (Path source : sources.filter(file -> file.toString().endsWith(".java")
                                && !file.endsWith("FileReason.java")
                                && !file.endsWith("Persistence.java")) // it goes by the class and words nothing
                        .toList()) {
                    String text = Files.readString(source);
                    Matcher caught = CAUGHT.matcher(text);
                    while (caught.find()) {
                        String block = text.substring(caught.end(), end(text, caught.end()));
                        String name = caught.group(1);
                        if (block.matches("(?s).*\\b" + name + "\\.(getMessage|getClass|toString)\\b.*")
                                || block.contains("UncheckedIOException(" + name + ")")
                                        && !block.contains("JSON") // writing to memory cannot fail
                                        && !text.contains("writeValueAsBytes")) {
                            found.add(source + ": " + caught.group());
                        }
                    }
                }
            }
        }
        assertEquals(new TreeSet<>(), found);
    }

    private static void list(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            files.forEach(file -> {});
        }
    }

    /** Java's older way to open a file, whose errors hold name and reason in one text. */
    private static void write(Path file) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            out.write(0);
        }
    }

    private static int end(String text, int from) {
        int open = 1;
        int at = from;
        for (; open > 0; at++) {
            open += text.charAt(at) == '{' ? 1 : text.charAt(at) == '}' ? -1 : 0;
        }
        return at;
    }
}
