package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is loaded before anything is computed. Oracle: Java's own list of the classes that it loads. */
class StartTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "--help, 0",
        "--version, 0",
        "steady --help, 0",
        "serve --help, 0",
        "generate-completion, 0",
        "man, 0",
        "--steps two, 64",
        "report one.mp4, 64"
    })
    void whatOnlyPrintsLoadsNoNativesAndNoJson(String command, int status) throws Exception {
        Path loaded = folder.resolve("classes");
        Run run = Run.withJava(List.of("-Xlog:class+load:file=" + loaded), folder, command.split(" "));
        assertEquals(status, run.status(), run.messages());
        try (Stream<String> lines = Files.lines(loaded)) {
            assertEquals(
                    "",
                    lines.filter(line -> line.matches(
                                    ".* (com\\.fasterxml|org\\.bytedeco|org\\.eclipse|org\\.zvideo\\.server)\\..*"))
                            .limit(5)
                            .collect(Collectors.joining("\n")));
        }
    }

    /** Oracle: the versions in pom.xml, of which those of the presets name JavaCPP's behind a dash. */
    @Test
    void theVersionIsThatOfThePackedLibraries() throws Exception {
        String version = Run.of(folder, "--version").results();
        for (String library : List.of("ffmpeg", "pytorch", "opencv")) {
            String packed = pom(library) + "-" + pom("bytedeco");
            assertTrue(version.contains(" " + packed + "\n"), version);
        }
        String doctor = Run.of(folder, "doctor", "--model", Run.TINY).results();
        assertTrue(doctor.contains(", LibTorch " + pom("pytorch") + ", OpenCV " + pom("opencv") + ", "), doctor);
    }

    /** Oracle: Java, which asks this factory for each thread of its parallel streams. */
    public static final class Workers implements ForkJoinPool.ForkJoinWorkerThreadFactory {
        @Override
        public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
            System.err.println("worker, one of " + pool.getParallelism());
            return ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,", "3, 'worker, one of 2'"})
    void parallelStreamsKeepToTheThreadsThatWereAskedFor(String threads, String workers) throws Exception {
        Run run = Run.withJava(
                List.of(
                        "-XX:ActiveProcessorCount=6",
                        "-Djava.util.concurrent.ForkJoinPool.common.threadFactory=" + Workers.class.getName()),
                folder,
                (Run.BUNNY + " -o out.mp4 --frames 2 --steps 2 --size 64 -q --style " + Run.STYLE + " --model "
                                + Run.TINY + " --threads " + threads)
                        .split(" "));
        assertEquals(0, run.status(), run.messages());
        assertEquals(
                workers,
                run.messages().lines().distinct().reduce((a, b) -> a + "; " + b).orElse(null));
    }

    private static String pom(String name) throws Exception {
        String pom = Files.readString(Run.TESTDATA.resolveSibling("pom.xml"));
        String text = pom.split("<" + name + "\\.version>")[1];
        return text.substring(0, text.indexOf('<')).replaceFirst("-\\$.*", "");
    }
}
