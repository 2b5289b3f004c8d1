package org.zvideo.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.zvideo.cli.option.TimeConverter;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OwnFiles;
import picocli.CommandLine.Option;

/** The options of the cluster. */
final class SparkArguments {
    private static final int MOST_SLOTS = 100_000;
    private static final int MOST_UNITS = 1_000_000;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "The master of Spark: local[*] for this machine, local[N], spark://HOST:PORT, yarn or"
                    + " k8s://URL (default what spark-submit was given, else local[*]).")
    private String master = System.getProperty("spark.master", "local[*]");

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "Units to compute at a time (default as many as the cores that there are have room for).")
    private Integer slots;

    @Option(names = "--conf", paramLabel = "KEY=VALUE", description = "A setting of Spark; repeatable.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--job",
            paramLabel = "JOB",
            description = "Where the job and its results lie until the result is whole: a folder or NAME.json that all"
                    + " machines can write, or the address of a folder that Hadoop knows, like hdfs://HOST/film"
                    + " (default OUT.job).")
    private String job;

    @Option(
            names = "--groups",
            paramLabel = "N",
            description = "Pack the shots into N units of like length at most (default one for each shot).")
    private Integer groups;

    @Option(names = "--in-order", description = "Compute the units in the order of the film, not the longest first.")
    private boolean inOrder;

    @Option(
            names = "--require-same-cpu",
            description = "End with status 69 where a processor has another name than the one of this machine.")
    private boolean sameCpu;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            defaultValue = "5:00",
            description = "How long to wait for executors (default ${DEFAULT-VALUE}).")
    private double wait;

    @Option(
            names = "--trusted-network",
            description = "Use a standalone master on another machine without spark.authenticate: nobody else reaches"
                    + " it.")
    private boolean trusted;

    /** The job's name, or null for the default. */
    String job() {
        return job;
    }

    boolean inOrder() {
        return inOrder;
    }

    boolean sameCpu() {
        return sameCpu;
    }

    double waitSeconds() {
        return wait;
    }

    /** The settings of Spark that were given. */
    Map<String, String> given() {
        return settings;
    }

    /** Number of units at most. */
    int groups() {
        if (groups != null && (groups < 1 || groups > MOST_UNITS)) {
            throw usage("--groups " + groups + ": expected 1 to " + MOST_UNITS);
        }
        return groups == null ? MOST_UNITS : groups;
    }

    /**
     * The settings of Spark.
     *
     * @param threads of a unit
     * @throws MediaException if they would give other results, show films to strangers, or hang
     */
    SparkSettings settings(int threads) {
        if (slots != null && (slots < 1 || slots > MOST_SLOTS)) {
            throw usage("--slots " + slots + ": expected 1 to " + MOST_SLOTS);
        }
        for (String key : settings.keySet()) {
            if (!key.startsWith("spark.")) {
                throw usage("--conf " + key + ": settings of Spark begin with spark.");
            }
        }
        SparkSettings chosen = new SparkSettings(
                master, threads, slots == null ? OptionalInt.empty() : OptionalInt.of(slots), settings);
        chosen.check(trusted);
        return chosen;
    }

    /** Those of this machine with the given number of units at a time. */
    static SparkSettings here(int threads, int slots) {
        return new SparkSettings("local[*]", threads, OptionalInt.of(slots), Map.of());
    }

    /** The jars beside the launcher; none if the executors have them, or the program was not started by it. */
    List<String> ownJars() {
        String home = System.getProperty("zvideo.home");
        if (home == null || settings.containsKey("spark.executor.extraClassPath")) {
            return List.of();
        }
        try {
            return OwnFiles.list(Path.of(home, "lib")).stream()
                    .map(Path::toString)
                    .filter(name -> name.endsWith(".jar"))
                    .toList();
        } catch (IOException e) {
            throw new MediaException(ErrorKind.UNAVAILABLE, "folder " + home + ": " + FileReason.of(e), e);
        }
    }

    private static MediaException usage(String message) {
        return new MediaException(ErrorKind.USAGE, message);
    }
}
