package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program as a process of its own, as a user starts it. */
record Run(int status, String results, String messages) {
    static final Path TESTDATA = Path.of(System.getProperty("zvideo.testdata"));
    /**
     * Runs of seconds gain nothing from Java's second compiler, which takes a third of their time, and on one core two test
     * classes do not wait for each other's threads.
     */
    static final List<String> JAVA_OPTIONS = List.of(
            "-XX:TieredStopAtLevel=1", "-XX:ActiveProcessorCount=1", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");

    /** A build in the background ignores SIGINT, and so would its children. */
    private static final List<String> WITH_SIGNALS = List.of("env", "--default-signal=INT,HUP,TERM");

    /** Stands for the user's own. Test classes that run side by side have their own, since some change what is in it. */
    static final Path CACHE = Path.of(System.getenv().getOrDefault("XDG_CACHE_HOME", "target/test-cache"))
            .toAbsolutePath();

    static final String BUNNY = TESTDATA.resolve("clips/bunny.mp4").toString();
    static final String STYLE = TESTDATA.resolve("styles/starry-night.jpg").toString();
    static final String TINY = TESTDATA.resolve("golden/models/tiny-null").toString();

    /** Arguments, and options for seconds: a tiny model, 64 pixels wide. */
    static String[] quick(int steps, String... arguments) {
        return with(arguments, "--style", STYLE, "--model", TINY, "--size", "64", "--steps", Integer.toString(steps));
    }

    /** A job of seconds: the shipped clip with a tiny model, 64 pixels wide. */
    static String[] small(int steps, int frames, String... more) {
        return with(quick(steps, BUNNY, "--frames", Integer.toString(frames)), more);
    }

    /** Arguments and more of them. */
    static String[] with(String[] arguments, String... more) {
        return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
    }

    /** Fails the test unless it ended in one line of error with that status. */
    void assertFailed(int expected, String word) {
        assertEquals(expected, status, messages);
        assertEquals("", results, messages);
        assertEquals(1, messages.lines().count(), messages);
        assertTrue(messages.startsWith("zvideo: error: ") && messages.contains(word), messages);
    }

    /** Starts it in a folder without waiting. */
    static Process start(Path folder, String... arguments) throws IOException {
        return start(folder, WITH_SIGNALS, List.of(), arguments);
    }

    /** Starts it on a terminal of its own, of which the process is the other side. */
    static Process onATerminal(Path folder, String... arguments) throws IOException {
        ProcessBuilder builder = java(folder, WITH_SIGNALS, List.of(), "", Main.class, arguments);
        String line = builder.command().stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        return builder.command("script", "-qefc", "exec " + line, "/dev/null").start();
    }

    /** Starts it with options of Java's, without waiting. */
    static Process startWithJava(List<String> options, Path folder, String... arguments) throws IOException {
        return start(folder, WITH_SIGNALS, options, arguments);
    }

    private static Process start(Path folder, List<String> before, List<String> javaOptions, String... arguments)
            throws IOException {
        return start(folder, before, javaOptions, "", arguments);
    }

    private static Process start(
            Path folder, List<String> before, List<String> javaOptions, String classPath, String... arguments)
            throws IOException {
        return java(folder, before, javaOptions, classPath, Main.class, arguments)
                .start();
    }

    /** A process of Java as the program has it, for another class. */
    static ProcessBuilder java(Path folder, List<String> javaOptions, Class<?> main) {
        return java(folder, List.of(), javaOptions, "", main);
    }

    private static ProcessBuilder java(
            Path folder,
            List<String> before,
            List<String> javaOptions,
            String classPath,
            Class<?> main,
            String... arguments) {
        List<String> command = new ArrayList<>(before);
        command.addAll(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
        command.addAll(JAVA_OPTIONS);
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", classPath + System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("XDG_CACHE_HOME", CACHE.toString());
        return builder;
    }

    /** Runs it to its end, with no terminal. */
    static Run of(Path folder, String... arguments) throws IOException, InterruptedException {
        return ended(start(folder, arguments));
    }

    /** Runs it where no file may grow larger: a disk that fills up. */
    static Run withFilesUpTo(int kilobytes, Path folder, String... arguments) throws IOException, InterruptedException {
        return ended(start(
                folder, List.of("bash", "-c", "ulimit -f " + kilobytes + "; exec \"$@\"", "-"), List.of(), arguments));
    }

    /** Runs it with a reader of its standard output that leaves at once. */
    static Run withoutReader(Path folder, String... arguments) throws IOException, InterruptedException {
        return ended(start(folder, List.of("bash", "-c", "set -o pipefail; \"$@\" | true", "-"), List.of(), arguments));
    }

    /** Runs it with its standard output on a disk that is full. */
    static Run intoAFullDisk(Path folder, String... arguments) throws IOException, InterruptedException {
        return ended(start(folder, List.of("bash", "-c", "\"$@\" >/dev/full", "-"), List.of(), arguments));
    }

    /** Runs it with options of Java's. */
    static Run withJava(List<String> options, Path folder, String... arguments)
            throws IOException, InterruptedException {
        return ended(start(folder, List.of(), options, arguments));
    }

    /** Runs it with a jar in its folder of plug-ins. */
    static Run withPlugIn(Path jar, Path folder, String... arguments) throws IOException, InterruptedException {
        return ended(start(folder, List.of(), List.of(), jar + File.pathSeparator, arguments));
    }

    /** Sends a signal, like INT. */
    static void signal(ProcessHandle process, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Reads what it says to its end. */
    static Run ended(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        StringBuilder errors = new StringBuilder();
        Thread reader = new Thread(() -> {
            try {
                errors.append(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                errors.append(e);
            }
        });
        reader.start();
        String results = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        reader.join();
        return new Run(process.waitFor(), results, errors.toString());
    }

    /** A copy of a folder. */
    static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> below = Files.walk(from)) {
            for (Path file : below.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }

    /** Deletes a file, or a folder with all that is in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> below = Files.walk(folder)) {
            for (Path file : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
