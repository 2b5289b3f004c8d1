package org.zvideo.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A master of Spark's and two workers with one core each, as processes on 127.0.0.1 and 127.0.0.2: Spark puts no copy of a task on
 * the same host.
 */
final class StandaloneCluster implements AutoCloseable {
    private static final Path SPARK = Path.of("target/zvideo-spark/lib/spark").toAbsolutePath();
    private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://127\\.0\\.0\\.1:\\d+)");
    private static final int LONGEST_SECONDS = 120;

    private final Path logs;
    private final List<Process> processes = new ArrayList<>();
    private final String master;

    StandaloneCluster(Path logs) throws IOException, InterruptedException {
        this.logs = logs;
        start("master", "127.0.0.1", "org.apache.spark.deploy.master.Master", "--port", "0");
        this.master = await(() -> found("master", MASTER)).group(1);
        for (int n = 0; n < 2; n++) {
            String name = "worker-" + n;
            start(
                    name,
                    "127.0.0." + (n + 1),
                    "org.apache.spark.deploy.worker.Worker",
                    "--cores",
                    "1",
                    "--memory",
                    "2g",
                    "--work-dir",
                    logs.resolve(name).toString(),
                    master);
        }
        await(() -> found("master", Pattern.compile("(?s)Registering worker.*Registering worker")));
    }

    private void start(String name, String host, String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                SPARK.resolve("jars") + "/*",
                program,
                "--host",
                host,
                "--webui-port",
                "0"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(logs.resolve(name + ".log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "SPARK_HOME",
                        SPARK.toString(),
                        "SPARK_LOCAL_IP",
                        host,
                        "SPARK_SCALA_VERSION", // else it looks for folders of a build
                        "2.13"));
        processes.add(builder.start());
    }

    private Optional<MatchResult> found(String log, Pattern pattern) {
        try {
            return pattern.matcher(Files.readString(logs.resolve(log + ".log")))
                    .results()
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Waits until something is there. */
    static <T> T await(Supplier<Optional<T>> wanted) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (System.nanoTime() < end) {
            Optional<T> there = wanted.get();
            if (there.isPresent()) {
                return there.get();
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new AssertionError("what was waited for did not come");
    }

    String master() {
        return master;
    }

    /** A worker, from 0. */
    Process worker(int number) {
        return processes.get(1 + number);
    }

    /** The executors of both workers. */
    Stream<ProcessHandle> executors() {
        return processes.stream().skip(1).flatMap(worker -> worker.descendants());
    }

    /** Whether an executor is computing a shot. */
    static boolean computes(ProcessHandle executor, String shot) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(executor.pid()), "task"))) {
            return threads.anyMatch(thread -> name(thread).equals(("zvideo shot " + shot).strip())
                    || shot.isEmpty() && name(thread).startsWith("zvideo shot"));
        } catch (IOException e) {
            return false;
        }
    }

    private static String name(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** Sends a signal to a process. */
    static void signal(ProcessHandle process, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        List<ProcessHandle> all = new ArrayList<>(executors().toList());
        processes.forEach(process -> all.add(process.toHandle()));
        all.forEach(ProcessHandle::destroyForcibly);
        for (Process process : processes) {
            process.waitFor();
        }
    }
}
