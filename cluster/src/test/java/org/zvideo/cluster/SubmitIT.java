package org.zvideo.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher against a real master and two workers of which something ends in the middle. Oracle: the bytes of the file that the
 * launcher of zvideo writes.
 */
@Tag("cluster")
class SubmitIT {
    private static final Path SPARK =
            Path.of("target/zvideo-spark/bin/zvideo-spark").toAbsolutePath();
    private static final Path PLAIN = Path.of("../cli/target/zvideo/bin/zvideo").toAbsolutePath();
    private static final String POISONED = "3";
    private static final int SHOTS = 6;

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static byte[] plain;
    private StandaloneCluster cluster;

    /** A program that has ended. */
    private record Ended(int status, String messages) {}

    @BeforeAll
    static void runPlain() throws Exception {
        Files.writeString(shared.resolve("cuts.txt"), "4\n8\n12\n16\n20\n");
        Ended run = ended(start(PLAIN, shared, "plain"), shared, "plain");
        assertEquals(0, run.status, run.messages);
        plain = Files.readAllBytes(shared.resolve("plain.mkv"));
    }

    @BeforeEach
    void startCluster() throws Exception {
        cluster = new StandaloneCluster(Files.createDirectory(folder.resolve("cluster")));
    }

    @AfterEach
    void stopCluster() throws Exception {
        cluster.close();
        assertEquals(0, cluster.executors().count(), "no process is left");
    }

    private static Process start(Path program, Path where, String name, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT", // which a build in the background ignores, and so would its children
                program.toString(),
                Program.BUNNY.toString(),
                "--style",
                Program.STYLE.toString(),
                "--frames",
                "24",
                "--cuts",
                shared.resolve("cuts.txt").toString(),
                "-o",
                where.resolve(name + ".mkv").toString()));
        command.addAll(Program.SMALL);
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .redirectOutput(where.resolve(name + ".log").toFile());
        builder.environment().remove("SPARK_HOME");
        builder.environment().remove("OPENBLAS_CORETYPE");
        return builder.start();
    }

    /** Executors take the jars from the disk, so that a test does not copy them eight times. */
    private Process startSpark(String name, String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "--master",
                cluster.master(),
                "--slots",
                "2",
                "--conf",
                "spark.executor.extraClassPath=" + SPARK.getParent().resolveSibling("lib") + "/*"));
        options.addAll(List.of(more));
        return start(SPARK, folder, name, options.toArray(String[]::new));
    }

    private static Ended ended(Process process, Path where, String name) throws Exception {
        assertTrue(process.waitFor(300, TimeUnit.SECONDS), Files.readString(where.resolve(name + ".log")));
        return new Ended(process.exitValue(), Files.readString(where.resolve(name + ".log")));
    }

    private void assertPlain(Ended run) throws IOException {
        assertEquals(0, run.status, run.messages);
        assertArrayEquals(plain, Files.readAllBytes(folder.resolve("film.mkv")), run.messages);
    }

    private ProcessHandle computing(String shot) throws InterruptedException {
        return StandaloneCluster.await(() -> cluster.executors()
                .filter(executor -> StandaloneCluster.computes(executor, shot))
                .findFirst());
    }

    /** Both executors are sent the jars. */
    @Test
    void aFilmHasTheBitsOfThePlainRun() throws Exception {
        Ended run = ended(
                start(SPARK, folder, "film", "--master", cluster.master(), "--slots", "2", "--require-same-cpu"),
                folder,
                "film");
        assertPlain(run);
        assertTrue(run.messages.contains("6 of 6 units"), run.messages);
    }

    @Test
    void aKilledWorkerCostsNothingButTime() throws Exception {
        Process program = startSpark("film");
        ProcessHandle executor = computing("");
        TimeUnit.MILLISECONDS.sleep(1500); // in the middle of its frames
        Process worker =
                executor.parent().orElseThrow().pid() == cluster.worker(0).pid()
                        ? cluster.worker(0)
                        : cluster.worker(1);
        worker.destroyForcibly();
        executor.destroyForcibly();
        Ended run = ended(program, folder, "film");
        System.err.println(run.messages);
        assertPlain(run);
        assertTrue(run.messages.contains("is lost: "), run.messages);
    }

    /** The executors that begin with one shot crash; without that the same command computes that shot alone. */
    @Test
    void aPoisonedShotLeavesTheOthers() throws Exception {
        Process program = startSpark("film");
        while (program.isAlive()) {
            for (ProcessHandle executor : cluster.executors().toList()) {
                if (StandaloneCluster.computes(executor, POISONED)) {
                    StandaloneCluster.signal(executor, "ABRT");
                }
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        Ended poisoned = ended(program, folder, "film");
        System.err.println(poisoned.messages);
        assertEquals(70, poisoned.status, poisoned.messages);
        assertTrue(poisoned.messages.contains("shot 3 (frames 12 to 15): "), poisoned.messages);
        assertTrue(poisoned.messages.contains("1 of 6 shots failed"), poisoned.messages);
        assertFalse(Files.exists(folder.resolve("film.mkv")));
        Ended run = ended(startSpark("film"), folder, "film");
        assertPlain(run);
        assertTrue(run.messages.contains("5 of 6 units are done already"), run.messages);
        assertTrue(run.messages.contains("1 of 1 units"), run.messages);
    }

    @Test
    void aKilledDriverResumes() throws Exception {
        Process program = startSpark("film");
        Path notes = folder.resolve("film.mkv.job/job.units");
        StandaloneCluster.await(() -> count(notes) >= 2 ? Optional.of(notes) : Optional.empty());
        program.destroyForcibly().waitFor();
        int before = count(notes);
        assertTrue(before < SHOTS, "it was in the middle");
        Ended run = ended(startSpark("film"), folder, "film");
        System.err.println(run.messages);
        assertPlain(run);
        assertTrue(
                run.messages.matches("(?s).*[" + before + "-5] of 6 units are done already.*"),
                run.messages + " after " + before);
    }

    /** Without a cluster. */
    @Test
    void ctrlCStopsItAndTheSameCommandGoesOn() throws Exception {
        String[] local = {"--master", "local[2]", "--slots", "2"};
        Process program = start(SPARK, folder, "film", local);
        Path notes = folder.resolve("film.mkv.job/job.units");
        StandaloneCluster.await(() -> count(notes) >= 1 ? Optional.of(notes) : Optional.empty());
        StandaloneCluster.signal(program.toHandle(), "INT");
        Ended stopped = ended(program, folder, "film");
        System.err.println(stopped.messages);
        assertEquals(130, stopped.status, stopped.messages);
        assertTrue(stopped.messages.contains("the same command resumes"), stopped.messages);
        assertTrue(stopped.messages.lines().allMatch(line -> line.startsWith("zvideo: ")), stopped.messages);
        assertFalse(Files.exists(folder.resolve("film.mkv")));
        Ended run = ended(start(SPARK, folder, "film", local), folder, "film");
        assertPlain(run);
        assertTrue(run.messages.contains("of 6 units are done already"), run.messages);
    }

    private static int count(Path notes) {
        try (Stream<Path> files = Files.list(notes)) {
            return (int) files.filter(file -> file.toString().endsWith(".json")).count();
        } catch (IOException e) {
            return 0;
        }
    }

    /** An executor that stands still most of the time holds the work folder of its shot; a copy computes the shot elsewhere. */
    @Test
    void aTwinOfASlowTaskWins() throws Exception {
        Process program = startSpark(
                "film",
                "--conf",
                "spark.speculation=true",
                "--conf",
                "spark.speculation.task.duration.threshold=20s",
                "--conf",
                "spark.speculation.interval=1s");
        ProcessHandle slow = computing("");
        while (program.isAlive()) {
            StandaloneCluster.signal(slow, "STOP");
            TimeUnit.MILLISECONDS.sleep(1900);
            StandaloneCluster.signal(slow, "CONT");
            TimeUnit.MILLISECONDS.sleep(100);
        }
        Ended run = ended(program, folder, "film");
        System.err.println(run.messages);
        assertPlain(run);
        assertTrue(run.messages.contains("6 of 6 units"), run.messages);
        assertFalse(run.messages.contains("is lost"), "the copy was faster than the end of patience");
    }
}
