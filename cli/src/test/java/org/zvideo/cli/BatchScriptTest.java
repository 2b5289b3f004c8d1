package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The shape of the launcher for Windows, which nobody has run there. Oracle: the script for sh beside it, which the other tests
 * run.
 */
class BatchScriptTest {
    private static final Path BIN = Path.of("src/main/dist/bin");
    /** Variables of the GNU libraries and of POSIX, which mean nothing on Windows. */
    private static final Set<String> NOT_ON_WINDOWS = Set.of(
            "GOMP_SPINCOUNT",
            "LC_ALL",
            "MALLOC_ARENA_MAX",
            "MALLOC_MMAP_THRESHOLD_",
            "MALLOC_TOP_PAD_",
            "MALLOC_TRIM_THRESHOLD_",
            // The script asks Linux for the processor.
            "OPENBLAS_CORETYPE",
            // Set where a level of instructions is asked for.
            "ATEN_CPU_CAPABILITY");

    private String batch;
    private String sh;

    @BeforeEach
    void read() throws IOException {
        batch = withoutComments(Files.readString(BIN.resolve("zvideo.bat"), StandardCharsets.US_ASCII), "rem ");
        sh = withoutComments(Files.readString(BIN.resolve("zvideo")), "#");
    }

    private static String withoutComments(String script, String mark) {
        return script.lines().filter(line -> !line.strip().startsWith(mark)).collect(Collectors.joining("\n"));
    }

    private static Set<String> found(String pattern, String script) {
        return Pattern.compile(pattern)
                .matcher(script)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void javaGetsTheSameOptions() {
        String option =
                "(?<![\\w+*])(-X[\\w:+-]+(?:=[\\w-]+)?|--enable[\\w=-]+|-D[\\w.]+(?:=[\\w-]+)?|-Xlog:cds\\*=off)";
        Set<String> expected = found(option, sh);
        assertTrue(
                expected.contains("-Dfile.encoding=UTF-8") && expected.contains("-Dzvideo.home"), expected.toString());
        assertEquals(expected, found(option, batch.replaceAll("(?m)^.*findstr.*$", "")));
        assertTrue(batch.contains("%ZVIDEO_JAVA_OPTS%") && sh.contains("${ZVIDEO_JAVA_OPTS:-}"));
        assertTrue(batch.contains("org.zvideo.cli.Main %*"));
    }

    @Test
    void theEnvironmentIsTheSameAsFarAsItMeansSomething() {
        Set<String> expected = found("([A-Z_]+)=\"\\$\\{\\1:-", sh);
        expected.addAll(found("export ([A-Z_]+)=", sh));
        expected.removeAll(NOT_ON_WINDOWS);
        assertEquals(Set.of("OPENCV_LOG_LEVEL", "SVT_LOG"), expected);
        assertEquals(expected, found("if not defined ([A-Z_]+) set \"\\1=", batch));
    }

    @Test
    void theLevelOfTheProcessorIsTheSame() {
        Set<String> expected = found(
                "([A-Z_]+=\\w+)(?= |$)",
                sh.lines().filter(line -> line.strip().startsWith("avx2)")).collect(Collectors.joining()));
        assertEquals(3, expected.size(), expected.toString());
        assertEquals(expected, found("if defined ZVIDEO_CPU_LEVEL set \"([A-Z_]+=\\w+)\"", batch));
    }

    @Test
    void theClassPathIsTheSameWithItsOwnSeparator() {
        assertTrue(sh.contains("\"$home\"/lib/zvideo-cli-*.jar") && sh.contains("classes=$classes:$home/plugins/*"));
        assertTrue(batch.contains("(\"%ZVIDEO_HOME%\\lib\\zvideo-cli-*.jar\")"));
        assertTrue(batch.contains("set \"CLASSES=%CLASSES%;%ZVIDEO_HOME%\\plugins\\*\""));
        assertTrue(batch.contains("-cp \"%CLASSES%\""));
    }

    @Test
    void javaIsLookedForInTheSameOrder() {
        int download = batch.indexOf("%ZVIDEO_HOME%\\runtime\\bin\\java.exe");
        int named = batch.indexOf("%JAVA_HOME%\\bin\\java.exe");
        int path = batch.indexOf("%%~$PATH:J");
        assertTrue(0 < download && download < named && named < path, batch);
        assertTrue(sh.indexOf("runtime/bin/java") < sh.indexOf("JAVA_HOME"));
        assertTrue(batch.contains("exit /b 69"));
        String error = "echo \"?(zvideo: error: [^\"\n]*)";
        assertEquals(found(error, sh), found(error, batch.replaceAll("%(\\w+)%", "\\$$1")));
    }

    @Test
    void theSameCommandsAreCompiledQuickly() {
        Set<String> expected = new TreeSet<>();
        found("'' \\| ([a-z |-]+)\\)", sh).forEach(list -> expected.addAll(Arrays.asList(list.split(" \\| "))));
        expected.addAll(Set.of("-h", "--help", "-V", "--version"));
        Set<String> listed = new TreeSet<>();
        found("for %%A in \\(([^)]*)\\)", batch).forEach(list -> listed.addAll(Arrays.asList(list.split(" "))));
        assertEquals(expected, listed);
    }

    /** What breaks a batch file without a word: an exclamation mark in a name, line ends, a status that is lost. */
    @Test
    void itKeepsToWhatBatchFilesNeed() throws IOException {
        String bytes = Files.readString(BIN.resolve("zvideo.bat"), StandardCharsets.US_ASCII);
        assertEquals(bytes.chars().filter(c -> c == '\n').count(), bytes.split("\r\n", -1).length - 1);
        assertTrue(batch.startsWith("@echo off") && batch.contains("setlocal DisableDelayedExpansion"));
        assertFalse(batch.contains("!"), "no delayed expansion");
        assertTrue(batch.endsWith("exit /b %ERRORLEVEL%"));
        assertTrue(batch.contains("\"-Dzvideo.home=%ZVIDEO_HOME%\""), "folders may have blanks");
    }
}
