package org.zvideo.dist;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused, and what does not depend on the machine. Oracle: the rules, on folders that are made up. */
class PackIT {
    @TempDir
    Path folder;

    private Path jdk(String name, String version, String system, boolean ownLibraries) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        Path jlink =
                Files.createFile(Files.createDirectories(home.resolve("bin")).resolve("jlink"));
        assertTrue(jlink.toFile().setExecutable(true));
        Files.createFile(home.resolve("bin/java"));
        Files.writeString(
                home.resolve("release"),
                "JAVA_VERSION=\"%s\"%nOS_NAME=\"%s\"%nOS_ARCH=\"x86_64\"%n".formatted(version, system));
        if (ownLibraries) {
            Files.createFile(Files.createDirectories(home.resolve("lib")).resolve("libfreetype.so"));
        }
        return home;
    }

    @Test
    void aJdkThatNeedsItsDistributionIsRefused() throws IOException {
        Path distribution = jdk("debian", "25.0.1", "Linux", false);
        assertTrue(failure(() -> Jdk.of(distribution)).contains("needs libraries of its distribution"));
        Path portable = jdk("temurin", "25.0.1", "Linux", true);
        assertEquals(portable, Jdk.of(portable).home());
        Path old = jdk("old", "17.0.15", "Linux", true);
        assertTrue(failure(() -> Jdk.of(old)).contains("is version 17"));
        assertTrue(failure(() -> Jdk.of(folder.resolve("none"))).contains("no JDK"));
    }

    @Test
    void theNewestPortableJdkBesideIsTaken() throws IOException {
        Path distribution = jdk("debian", "26", "Linux", false);
        assertTrue(failure(() -> Jdk.newestBeside(distribution)).contains("-Ddist.jdk=FOLDER"));
        jdk("a", "21.0.2", "Linux", true);
        Path newest = jdk("b", "25.0.1", "Linux", true);
        jdk("c", "17.0.15", "Linux", true);
        assertEquals(newest, Jdk.newestBeside(distribution).home());
    }

    @Test
    void aRuntimeOfAnotherSystemIsRefused() throws IOException {
        Path image = jdk("image", "25.0.1", "Linux", true);
        RuntimeImage.require(image, Target.LINUX_X86_64);
        assertTrue(
                failure(() -> RuntimeImage.require(image, Target.MACOS_X86_64)).contains("is for Linux on x86_64"));
        assertTrue(failure(() -> RuntimeImage.require(image, Target.WINDOWS_X86_64))
                .contains("bin/java.exe"));
    }

    @Test
    void archivesDependOnTheirContentAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "content");
        List<Packed> content =
                List.of(new Packed("z/bin/zvideo", file, true), new Packed("z/ö".repeat(60), file, false));
        Archive format = new Archive(Instant.parse("2026-01-01T00:00:00Z"));
        format.tar(content, folder.resolve("one.tar.gz"));
        format.zip(content, folder.resolve("one.zip"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        format.tar(content, folder.resolve("two.tar.gz"));
        format.zip(content, folder.resolve("two.zip"));
        for (String ending : List.of(".tar.gz", ".zip")) {
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("one" + ending)),
                    Files.readAllBytes(folder.resolve("two" + ending)),
                    ending);
        }
    }

    private static String failure(org.junit.jupiter.api.function.Executable action) {
        return assertThrows(PackingException.class, action).getMessage();
    }
}
