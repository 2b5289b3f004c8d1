package org.zvideo.cluster;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.util.TaskCompletionListener;

/** Makes the first task of an executor fail when its work is done, as one whose result does not arrive. */
public final class FailingOnce implements SparkPlugin {
    /** Tasks that have started in this process. */
    static final AtomicInteger STARTED = new AtomicInteger();

    private static final AtomicInteger TO_FAIL = new AtomicInteger();

    /** Called by Spark. */
    public FailingOnce() {}

    @Override
    public DriverPlugin driverPlugin() {
        return null;
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorPlugin() {
            @Override
            public void init(PluginContext context, Map<String, String> settings) {
                STARTED.set(0);
                TO_FAIL.set(1);
            }

            @Override
            public void onTaskStart() {
                STARTED.incrementAndGet();
                if (TO_FAIL.getAndDecrement() > 0) {
                    TaskCompletionListener fails = task -> {
                        throw new IllegalStateException("this task fails once");
                    };
                    TaskContext.get().addTaskCompletionListener(fails);
                }
            }
        };
    }
}
