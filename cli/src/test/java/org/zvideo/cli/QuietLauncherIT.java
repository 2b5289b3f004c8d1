package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * P17: neither Java nor a native library writes a line of its own between those of the program, in the distribution as it is
 * packed, with every Java of 17 or newer that this machine has. Oracle: each line of standard error begins with the program's
 * name, and standard output has none that Java's warnings begin with.
 */
class QuietLauncherIT {
    private static final Path LAUNCHER = Path.of("target/zvideo/bin/zvideo").toAbsolutePath();
    private static final Path SYSTEMS = Path.of("/usr/lib/jvm");
    private static final int OLDEST = 17;

    @TempDir
    Path folder;

    static List<Path> javas() throws IOException {
        Map<String, Path> found = new TreeMap<>();
        List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        if (Files.isDirectory(SYSTEMS)) {
            try (Stream<Path> all = Files.list(SYSTEMS)) {
                homes.addAll(all.toList());
            }
        }
        for (Path home : homes) {
            Path release = home.resolve("release");
            if (Files.isExecutable(home.resolve("bin/java")) && Files.isRegularFile(release)) {
                Files.readAllLines(release).stream()
                        .filter(line -> line.startsWith("JAVA_VERSION="))
                        .map(line -> line.replaceAll("[^0-9.]", "").split("\\.")[0])
                        .filter(version -> Integer.parseInt(version) >= OLDEST)
                        .forEach(version -> found.putIfAbsent(version, home));
            }
        }
        return List.copyOf(found.values());
    }

    @ParameterizedTest
    @MethodSource("javas")
    void nobodyElseWrites(Path java) throws Exception {
        quiet(java, 0, "--help");
        quiet(java, 0, "doctor", "--model", Run.TINY); // which loads every native library
        quiet(java, 66, "none.mp4", "--style", Run.STYLE);
        String photo = Run.TESTDATA.resolve("photos/coffee.jpg").toString();
        quiet(java, 0, Run.quick(2, photo, "-o", "out.png", "-y"));
    }

    private void quiet(Path java, int status, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(words));
        Path results = folder.resolve("results");
        Path messages = folder.resolve("messages");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(results.toFile())
                .redirectError(messages.toFile());
        builder.environment().put("JAVA_HOME", java.toString());
        builder.environment().put("XDG_CACHE_HOME", Run.CACHE.toString());
        assertEquals(status, builder.start().waitFor(), command + " " + Files.readString(messages));
        List<String> said = Files.readAllLines(messages, StandardCharsets.UTF_8);
        assertTrue(said.stream().allMatch(line -> line.startsWith("zvideo: ")), java + " " + command + " " + said);
        assertTrue(
                Files.readAllLines(results, StandardCharsets.UTF_8).stream()
                        .noneMatch(line -> line.matches("(WARNING|OpenJDK|Picked up|\\[).*")),
                java + " " + command);
    }
}
