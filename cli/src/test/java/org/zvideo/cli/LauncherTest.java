package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The script that starts the program, from wherever it lies. Oracle: the folder in which it was put; in Java's place stands a
 * script that says what it is given.
 */
class LauncherTest {
    private static final Path SCRIPT = Path.of("src/main/dist/bin/zvideo").toAbsolutePath();

    @TempDir
    Path folder;

    @BeforeEach
    void putSomethingInJavasPlace() throws IOException {
        Path java = folder.resolve("jdk/bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, "#!/bin/sh\nfor a; do printf '%s\\0' \"$a\"; done\n");
        executable(java);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zvideo",
                "with blank",
                "new\nline",
                "new line at its end\n",
                "-v",
                "-",
                "--help",
                "*",
                "$HOME",
                "a'b\"c"
            })
    void itFindsItsFolder(String name) throws Exception {
        Path home = Files.createDirectories(folder.resolve(name));
        Path script = Files.createDirectories(home.resolve("bin")).resolve("zvideo");
        Files.copy(SCRIPT, script);
        executable(script);
        Files.createDirectories(folder.resolve("elsewhere").resolve(name).resolve("bin")); // where CDPATH would lead
        assertHome(home, folder, script.toString());
        assertHome(home, folder, "./" + name + "/bin/zvideo");
        if (!name.startsWith("-")) {
            assertHome(home, folder, name + "/bin/zvideo");
        }
        assertHome(home, folder, "sh", "--", name + "/bin/zvideo");
        assertHome(home, script.getParent(), "sh", "zvideo");
        assertHome(home, home, "bin/zvideo");
        assertHome(
                home,
                folder,
                Files.createSymbolicLink(folder.resolve("absolute"), script).toString());
        Path links = Files.createDirectories(folder.resolve("links\n"));
        Path relative = Files.createSymbolicLink(links.resolve("-z"), Path.of("../" + name + "/bin/zvideo"));
        assertHome(home, folder, relative.toString());
        assertHome(home, links, "./-z");
        assertHome(home, links, "sh", "--", "-z");
        assertHome(
                home,
                folder,
                Files.createSymbolicLink(folder.resolve("to the link"), relative)
                        .toString());
        assertHome(
                home,
                folder,
                Files.createSymbolicLink(folder.resolve("home"), home)
                        .resolve("bin/zvideo")
                        .toString());
    }

    @Test
    void argumentsArriveAsTheyAre() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path script = Files.createDirectories(home.resolve("bin")).resolve("zvideo");
        Files.copy(SCRIPT, script);
        executable(script);
        List<String> given = started(folder, script.toString(), "a b", "", "*", "-x", "new\nline");
        assertEquals(List.of("a b", "", "*", "-x", "new\nline"), given.subList(given.size() - 5, given.size()));
    }

    /** Standard output is the video's alone, and Java leaves no files of its own. */
    @Test
    void javaKeepsItsOwnOutputToItself() throws Exception {
        Path script = folder.resolve("zvideo");
        Files.copy(SCRIPT, script);
        executable(script);
        List<String> given = started(folder, script.toString());
        List<String> java = given.subList(0, given.indexOf("-cp"));
        assertTrue(
                java.containsAll(List.of(
                        "-XX:+DisplayVMOutputToStderr",
                        "-XX:-UsePerfData",
                        "--enable-native-access=ALL-UNNAMED" // or Java 24 warns of every library
                        )),
                java.toString());
    }

    /** Oracle: what each Java of the three says of itself. */
    @Test
    void theJavaOfADownloadComesFirstThenJavaHomeThenThePath() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path script = Files.createDirectories(home.resolve("bin")).resolve("zvideo");
        Files.copy(SCRIPT, script);
        executable(script);
        Path path = java(folder.resolve("path"), "of the path");
        assertEquals("of the path", chosen(script, folder.resolve("none"), path));
        Path javaHome = java(folder.resolve("java home/bin"), "of JAVA_HOME").getParent();
        assertEquals("of JAVA_HOME", chosen(script, javaHome, path));
        java(home.resolve("runtime/bin"), "of the download");
        assertEquals("of the download", chosen(script, javaHome, path));
    }

    private static Path java(Path bin, String says) throws IOException {
        Path java = Files.createDirectories(bin).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho " + says + "\n");
        executable(java);
        return bin;
    }

    private static String chosen(Path script, Path javaHome, Path path) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(script.toString()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", javaHome.toString());
        builder.environment().put("PATH", path + ":" + System.getenv("PATH"));
        return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void plugInsComeLast() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path script = Files.createDirectories(home.resolve("bin")).resolve("zvideo");
        Files.copy(SCRIPT, script);
        executable(script);
        Path jar = Files.createDirectories(home.resolve("lib")).resolve("zvideo-cli-2.jar");
        Files.createFile(jar);
        Path plugIns = Files.createDirectories(home.resolve("plugins"));
        List<String> without = started(folder, script.toString());
        assertEquals(jar.toRealPath().toString(), without.get(without.indexOf("-cp") + 1));
        Files.createFile(plugIns.resolve("one.jar"));
        List<String> with = started(folder, script.toString());
        assertEquals(jar.toRealPath() + ":" + plugIns.toRealPath() + "/*", with.get(with.indexOf("-cp") + 1));
    }

    @ParameterizedTest
    @CsvSource({
        "--help, true",
        "steady --help, true",
        "doctor, true",
        "in.mp4 --style a.jpg --frames 1, true",
        "in.mp4 --style a.jpg --frames=1, true",
        "in.mp4 --style a.jpg --frames 12, false",
        "in.mp4 --style 1, false",
        "in.mp4 --style doctor, false"
    })
    void onlyWhatIsShortIsCompiledQuickly(String arguments, boolean quickly) throws Exception {
        Path script = folder.resolve("zvideo");
        Files.copy(SCRIPT, script);
        executable(script);
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments.split(" ")));
        assertEquals(
                quickly,
                started(folder, command.toArray(String[]::new)).contains("-XX:TieredStopAtLevel=1"),
                arguments);
    }

    private void assertHome(Path home, Path from, String... command) throws Exception {
        List<String> given = started(from, command);
        assertEquals(
                List.of("-Dzvideo.home=" + home.toRealPath()),
                given.stream()
                        .filter(argument -> argument.startsWith("-Dzvideo.home="))
                        .toList(),
                String.join(" ", command));
        assertEquals(home.toRealPath() + "/lib/zvideo-cli-*.jar", given.get(given.indexOf("-cp") + 1));
    }

    private List<String> started(Path from, String... command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(from.toFile()).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "CDPATH",
                        folder.resolve("elsewhere") + ":.",
                        "JAVA_HOME",
                        folder.resolve("jdk").toString()));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return new ArrayList<>(List.of(said.split("\0", -1))).subList(0, said.split("\0", -1).length - 1);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
