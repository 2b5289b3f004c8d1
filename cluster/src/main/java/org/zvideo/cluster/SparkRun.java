package org.zvideo.cluster;

import java.io.PrintStream;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.zvideo.video.job.JobListener;

/** Starts Spark, has the units of jobs computed and ends it. */
final class SparkRun {
    private final SparkSettings settings;
    private final UnitQueue.Options options;
    private final List<String> ownJars;
    private final JobListener listener;

    /** @param ownJars the jars with zvideo that executors are sent; none if they have them */
    SparkRun(SparkSettings settings, UnitQueue.Options options, List<String> ownJars, JobListener listener) {
        this.settings = settings;
        this.options = options;
        this.ownJars = ownJars;
        this.listener = listener;
    }

    /**
     * Computes units.
     *
     * @param units of each job
     * @param modelBytes size of the model's files
     * @return the shots that failed
     */
    List<FailedShot> run(List<ClusterJob> jobs, List<List<Integer>> units, long modelBytes) {
        PrintStream results = System.out;
        System.setOut(System.err); // Spark may write there, and standard output is for results
        try (JavaSparkContext spark = new JavaSparkContext(
                settings.conf("zvideo " + jobs.get(0).folder().base().getFileName(), ownJars, modelBytes))) {
            LostExecutors executors = new LostExecutors(listener::detail, listener::warning);
            spark.sc().addSparkListener(executors);
            try {
                return new UnitQueue(spark, options, listener).run(jobs, units);
            } finally {
                executors.end();
            }
        } finally {
            System.setOut(results);
        }
    }
}
