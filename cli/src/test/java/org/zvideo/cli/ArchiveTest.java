package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher with an archive of classes. Oracle: Java's own list of where each class comes from, and the one line that a
 * wrong command line is answered with, whatever Java has to say about the archive.
 */
class ArchiveTest {
    private static final Path SCRIPT = Path.of("src/main/dist/bin/zvideo").toAbsolutePath();
    private static final Path JAVA = Path.of(System.getProperty("java.home"));

    @TempDir
    Path folder;

    private Path home;

    /** A distribution of one jar with our own classes, which names those of the libraries. */
    @BeforeEach
    void lay() throws Exception {
        home = folder.toRealPath().resolve("home");
        Path script = Files.createDirectories(home.resolve("bin")).resolve("zvideo");
        Files.copy(SCRIPT, script, StandardCopyOption.COPY_ATTRIBUTES);
        assertTrue(script.toFile().setExecutable(true));
        Files.createDirectories(home.resolve("lib"));
        List<Path> ours = new ArrayList<>();
        List<String> theirs = new ArrayList<>();
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path entry = Path.of(part).toAbsolutePath();
            if (Files.isDirectory(entry) && entry.endsWith("classes")) {
                ours.add(entry);
            } else if (part.endsWith(".jar")) {
                theirs.add(entry.toUri().toString());
            }
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", theirs));
        try (JarOutputStream jar =
                new JarOutputStream(Files.newOutputStream(home.resolve("lib/zvideo-cli-1.jar")), manifest)) {
            for (Path classes : ours) {
                add(jar, classes);
            }
        }
        Run made = run(JAVA, home, "-XX:ArchiveClassesAtExit=" + home.resolve("lib/new.jsa"));
        assertEquals(64, made.status(), made.messages());
        Files.move(home.resolve("lib/new.jsa"), home.resolve("lib/zvideo.jsa"));
    }

    private static void add(JarOutputStream jar, Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
                if (!name.startsWith("META-INF")) {
                    jar.putNextEntry(new JarEntry(name));
                    Files.copy(file, jar);
                }
            }
        }
    }

    @Test
    void itsClassesAreUsedWithPlugInsAndWithout() throws Exception {
        assertTrue(shared() > 50, "our classes out of the archive: " + shared());
        Files.copy(
                home.resolve("lib/zvideo-cli-1.jar"),
                Files.createDirectories(home.resolve("plugins")).resolve("plug-in.jar"));
        assertTrue(shared() > 50, "our classes out of the archive: " + shared());
    }

    private long shared() throws Exception {
        Path loaded = folder.resolve("loaded");
        assertOneLine(run(JAVA, home, "-Xlog:class+load:file=" + loaded));
        try (Stream<String> lines = Files.lines(loaded)) {
            return lines.filter(line -> line.contains(" org.zvideo.") && line.contains("shared objects file"))
                    .count();
        }
    }

    /** Java 17 and 25 are beside each other where this was written; where there is one alone, the other folder remains. */
    @Test
    void anotherJavaAndAnotherFolderIgnoreItSilently() throws Exception {
        Path elsewhere = folder.toRealPath().resolve("elsewhere");
        Run.copy(home, elsewhere);
        assertOneLine(run(JAVA, elsewhere, ""));
        try (Stream<Path> beside = Files.list(JAVA.toRealPath().getParent())) {
            for (Path other : beside.filter(java -> Files.isExecutable(java.resolve("bin/java")))
                    .toList()) {
                assertOneLine(run(other, home, ""));
            }
        }
    }

    private static void assertOneLine(Run run) {
        run.assertFailed(64, "Unknown option: '--nope'");
    }

    private Run run(Path java, Path from, String options) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(from.resolve("bin/zvideo").toString(), "--nope");
        builder.environment().put("JAVA_HOME", java.toString());
        builder.environment().put("ZVIDEO_JAVA_OPTS", options);
        builder.environment().put("XDG_CACHE_HOME", Run.CACHE.toString());
        return Run.ended(builder.start());
    }
}
