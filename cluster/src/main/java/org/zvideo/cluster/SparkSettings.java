package org.zvideo.cluster;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;
import scala.Tuple2;

/**
 * The settings of Spark for jobs of shots.
 *
 * @param master  address of the master, as Spark knows it
 * @param threads of a unit
 * @param slots   units at a time; empty for as many as the cluster has room for
 * @param given   settings of the user's, which win
 */
record SparkSettings(String master, int threads, OptionalInt slots, Map<String, String> given) {
    /** Variables that the launcher sets for this process: the executors need them too, and are not started by it. */
    static final List<String> ENVIRONMENT = List.of(
            "SVT_LOG",
            "OPENCV_LOG_LEVEL",
            "OMP_WAIT_POLICY",
            "GOMP_SPINCOUNT",
            "ATEN_CPU_CAPABILITY",
            "ONEDNN_MAX_CPU_ISA",
            "OPENBLAS_CORETYPE",
            "MALLOC_MMAP_THRESHOLD_",
            "MALLOC_TRIM_THRESHOLD_",
            "MALLOC_ARENA_MAX",
            "MALLOC_TOP_PAD_",
            "LC_ALL");

    private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\*|\\d+)(?:, *\\d+)?])?");
    /** Plain local[N] would never try a task again. */
    private static final int TRIES = 4;

    private static final Pattern LOOPBACK = Pattern.compile("spark://(127\\.[\\d.]+|localhost|\\[::1]):\\d+.*");
    /** JavaCPP would end an executor whose tensors take four times its heap. */
    private static final String JAVA_OPTIONS = "-Dorg.bytedeco.javacpp.maxBytes=0"
            + " -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -XX:+UseSerialGC -Dfile.encoding=UTF-8";

    private static final String USER_FIRST = ".userClassPathFirst";

    SparkSettings {
        given = Map.copyOf(given);
    }

    /** Whether everything runs in this process. */
    boolean isLocal() {
        return LOCAL.matcher(master).matches();
    }

    /** Whether nobody on another machine can reach what runs. */
    boolean isLoopback() {
        return isLocal() || LOOPBACK.matcher(master).matches();
    }

    /** Units that this process computes at a time, if it computes any. */
    int localSlots() {
        Matcher matcher = LOCAL.matcher(master);
        if (slots.isPresent() || !matcher.matches()) {
            return slots.orElse(1);
        }
        String cores = matcher.group(1) == null ? "1" : matcher.group(1);
        return cores.equals("*")
                ? Math.max(1, Runtime.getRuntime().availableProcessors() / threads)
                : Integer.parseInt(cores);
    }

    /**
     * Fails if the settings would give other results, show films to strangers, or hang.
     *
     * @param trusted whether the user says that nobody else reaches the cluster
     * @throws MediaException that names the setting
     */
    void check(boolean trusted) {
        for (String part : List.of("spark.driver", "spark.executor")) {
            if (isTrue(part + USER_FIRST)) {
                throw usage(part + USER_FIRST + "=true: would load the native libraries by two class loaders in one"
                        + " process, which cannot be; leave it out");
            }
        }
        if (isLocal()
                && given.keySet().stream()
                        .anyMatch(key -> key.matches("spark\\.(executor|task)\\.resource\\.gpu\\..*"))) {
            throw usage("--master " + master + ": Spark hands out no GPUs there and would wait forever; start a worker"
                    + " on 127.0.0.1 that has them, and name its master");
        }
        if (master.startsWith("spark://") && !isLoopback() && !trusted && !isTrue("spark.authenticate")) {
            throw usage("--master " + master + ": whoever reaches it can run programs there and see the film; set"
                    + " spark.authenticate=true and its secret with --conf, or say --trusted-network");
        }
    }

    private boolean isTrue(String key) {
        return Boolean.parseBoolean(given.getOrDefault(key, System.getProperty(key, "")));
    }

    private static MediaException usage(String message) {
        return new MediaException(ErrorKind.USAGE, message);
    }

    /**
     * All of it as Spark takes it.
     *
     * @param name       of the application
     * @param ownJars     the jars with zvideo, which executors are sent; none if they have them
     * @param modelBytes size of the model's files
     */
    SparkConf conf(String name, List<String> ownJars, long modelBytes) {
        SparkConf conf = new SparkConf()
                .setAppName(name)
                .setMaster(isLocal() ? "local[" + localSlots() + "," + TRIES + "]" : master);
        Map<String, String> ours = new LinkedHashMap<>();
        ours.put("spark.ui.enabled", "false");
        ours.put("spark.speculation", "false"); // a copy would cost hours
        ours.put("spark.task.reaper.enabled", "true");
        ours.put("spark.decommission.enabled", "true");
        ours.put("spark.plugins", ExecutorPart.class.getName());
        if (isLoopback()) {
            ours.put("spark.driver.host", "127.0.0.1");
            ours.put("spark.driver.bindAddress", "127.0.0.1");
        }
        if (!isLocal()) {
            ours.putAll(ofExecutors(ownJars, modelBytes));
        }
        ours.forEach(conf::setIfMissing);
        given.forEach(conf::set);
        if (given.containsKey("spark.plugins")) {
            conf.set("spark.plugins", ExecutorPart.class.getName() + "," + given.get("spark.plugins"));
        }
        return conf;
    }

    private Map<String, String> ofExecutors(List<String> ownJars, long modelBytes) {
        Map<String, String> ours = new LinkedHashMap<>();
        ours.put("spark.executor.memory", "1g"); // tensors lie outside of the heap
        ours.put("spark.executor.memoryOverhead", overheadMebibytes(modelBytes) + "m");
        ours.put("spark.executor.cores", Integer.toString(threads));
        ours.put("spark.task.cpus", Integer.toString(threads)); // one unit each: a crash of native code loses one
        ours.put("spark.executor.maxNumFailures", "1000"); // a unit that ends its executors is no reason to end all
        ours.put("spark.executor.extraJavaOptions", JAVA_OPTIONS);
        if (!ownJars.isEmpty()) {
            ours.put("spark.jars", String.join(",", ownJars));
        }
        for (String variable : ENVIRONMENT) {
            String value = System.getenv(variable);
            if (value != null) {
                ours.put("spark.executorEnv." + variable, value);
            }
        }
        if (slots.isPresent()) {
            ours.put("spark.executor.instances", Integer.toString(slots.getAsInt()));
            ours.put("spark.cores.max", Integer.toString(slots.getAsInt() * threads));
        } else if (!master.startsWith("spark://")) {
            ours.put("spark.dynamicAllocation.enabled", "true");
            ours.put("spark.dynamicAllocation.shuffleTracking.enabled", "true");
            ours.put("spark.dynamicAllocation.executorIdleTimeout", "60s");
        }
        return ours;
    }

    /** Stable Diffusion's 4.3 GB in f32 need about 16 GiB with keys and values of a frame of 512 pixels, measured. */
    private static long overheadMebibytes(long modelBytes) {
        return 2048 + modelBytes * 33 / 10 / (1 << 20);
    }

    /** The settings of a running Spark. */
    static Map<String, String> map(SparkConf conf) {
        Map<String, String> map = new LinkedHashMap<>();
        Arrays.stream(conf.getAll()).forEach((Tuple2<String, String> one) -> map.put(one._1(), one._2()));
        return map;
    }
}
