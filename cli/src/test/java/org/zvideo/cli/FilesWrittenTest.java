package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What commands write, while they run and afterward. Oracle: the list in SECURITY.md, whose patterns this reads, and the names
 * of the results.
 */
class FilesWrittenTest {
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final String[] QUICK = {
        "--style", Run.STYLE, "--model", Run.TINY, "--size", "64", "--steps", "2", "--frames", "2"
    };

    @TempDir
    Path root;

    @Test
    void nothingIsWrittenThatTheDocumentDoesNotList() throws Exception {
        Path home = Files.createDirectory(root.resolve("home"));
        Path temporary = Files.createDirectory(root.resolve("temporary"));
        Path folder = Files.createDirectory(root.resolve("folder"));
        Set<String> seen = new TreeSet<>();
        for (String[] command : List.of(
                with(QUICK, Run.BUNNY, "-o", "out.mkv", "--memory", "100K", "--temporal", "full", "--compare", "side"),
                with(QUICK, Run.BUNNY, "-o", "-"),
                with(QUICK, Run.BUNNY, "-o", "out.mkv", "-y", "--keep-work"),
                new String[] {"restyle", "out.mkv", "--strokes", "0.5", "-y"},
                new String[] {"report", Run.BUNNY, "out.mkv", "-o", "check.html"},
                new String[] {"steady", Run.BUNNY, "out.mkv", "-o", "steady.mkv"})) {
            Process process = Run.startWithJava(
                    List.of(
                            "-Duser.home=" + home,
                            "-Djava.io.tmpdir=" + temporary,
                            "-Dorg.bytedeco.javacpp.cachedir="
                                    + Path.of(System.getProperty("user.home"), ".javacpp/cache")),
                    folder,
                    command);
            Thread reader = new Thread(() -> drain(process));
            reader.start();
            while (process.isAlive()) {
                add(seen, home, temporary, folder);
                process.waitFor(1, TimeUnit.MILLISECONDS); // leaves it the processors
            }
            reader.join();
            assertEquals(0, process.exitValue(), String.join(" ", command));
        }
        add(seen, home, temporary, folder);
        assertTrue(seen.stream().anyMatch(name -> name.endsWith(".part")), seen.toString());
        assertTrue(seen.stream().anyMatch(name -> name.startsWith("zvideo-pipe-")), seen.toString());
        Pattern listed = Pattern.compile(Stream.concat(
                        listed().map(FilesWrittenTest::regex),
                        Stream.of("(out|steady|check)(\\.compare)?\\.(mkv|report\\.html|report\\.json|stats\\.jsonl)"))
                .collect(Collectors.joining("|")));
        assertEquals(
                List.of(),
                seen.stream().filter(name -> !listed.matcher(name).matches()).toList());
    }

    /** The names in the paragraph of the document. */
    private static Stream<String> listed() throws IOException {
        String text = Files.readString(Run.TESTDATA.resolveSibling("SECURITY.md"));
        int begin = text.indexOf("- Only these files are written");
        String paragraph = text.substring(begin, text.indexOf("\n- ", begin + 1));
        return QUOTED.matcher(paragraph).results().map(name -> name.group(1));
    }

    private static String regex(String name) {
        return Stream.of(name.split("(?<=TOKEN|NAME|OUT|\\*)|(?=TOKEN|NAME|OUT|\\*)"))
                .map(part -> part.matches("TOKEN|NAME|OUT|\\*") ? ".*" : Pattern.quote(part))
                .collect(Collectors.joining());
    }

    private static void add(Set<String> seen, Path... folders) throws IOException {
        for (Path folder : folders) {
            seen.addAll(names(folder));
        }
    }

    /** What is in a folder; nothing if it changes meanwhile, as the next look sees it. */
    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (UncheckedIOException e) {
            return List.of();
        }
    }

    private static void drain(Process process) {
        try {
            process.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] with(String[] options, String... more) {
        return Stream.concat(Stream.of(more), Stream.of(options)).toArray(String[]::new);
    }
}
