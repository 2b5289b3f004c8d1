package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of other systems meet, with their code paths forced here. Oracle: one line and the status of the help. */
class OtherSystemsTest {
    @TempDir
    Path folder;

    private Run on(String platform, String command) throws Exception {
        return Run.withJava(List.of("-Dorg.bytedeco.javacpp.platform=" + platform), folder, command.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"in.mp4 --style art.jpg", "doctor", "models check x", "steady a.mp4 b.mp4 -o c.mp4"})
    void aPlatformWithoutLibrariesIsSaidInOneLine(String command) throws Exception {
        Run run = on("linux-arm64", command);
        run.assertFailed(
                69,
                "no libraries for linux-arm64; there are linux-x86_64, macosx-arm64, macosx-x86_64, windows-x86_64");
    }

    @Test
    void aCopyForAnotherSystemIsSaidInOneLine() throws Exception {
        on("windows-x86_64", "doctor").assertFailed(69, "which has those for linux-x86_64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "man", "steady --help", "help steady", "generate-completion"})
    void whatOnlyPrintsWorksEverywhere(String command) throws Exception {
        assertEquals(0, on("linux-arm64", command).status());
    }

    /** As a program that embeds zvideo may have, and Java 17 on Windows. */
    @Test
    void namesReachFfmpegWhateverTheDefaultCharset() throws Exception {
        Path clip = Files.copy(Path.of(Run.BUNNY), folder.resolve("Ünïcödé 東京.mp4"));
        Run run = Run.withJava(
                List.of("-Dfile.encoding=ISO-8859-1", "-Dsun.stdout.encoding=UTF-8"),
                folder,
                Run.quick(1, clip.toString(), "--frames", "1", "-q", "-o", "größer 東.mp4"));
        assertEquals(0, run.status(), run.messages());
        assertTrue(Files.size(folder.resolve("größer 東.mp4")) > 0);
    }
}
