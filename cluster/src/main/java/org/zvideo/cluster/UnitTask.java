package org.zvideo.cluster;

import java.util.concurrent.CancellationException;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.zvideo.video.job.JobListener;

/** The task of Spark: an order as JSON becomes a result as JSON. */
final class UnitTask implements Function<String, String> {
    private static final long serialVersionUID = 1;

    /** Cancels a unit at the next run of the U-Net when Spark has killed its task. */
    private record Stopping(TaskContext task) implements JobListener {
        @Override
        public void checkpoint() {
            if (task.isInterrupted()) {
                throw new CancellationException("the task was killed");
            }
        }
    }

    @Override
    public String call(String text) throws Exception {
        UnitOrder order = Json.read(text, UnitOrder.class);
        SparkEnv spark = SparkEnv.get();
        UnitWork work = new UnitWork(
                order,
                ExecutorResources.here(),
                SparkSettings.map(spark.conf()),
                spark.blockManager().blockManagerId().host(),
                new Stopping(TaskContext.get()));
        return Json.of(work.run());
    }
}
