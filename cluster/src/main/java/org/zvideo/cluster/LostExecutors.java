package org.zvideo.cluster;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/** Tells when executors come and when they are lost. */
final class LostExecutors extends SparkListener {
    private final Consumer<String> came;
    private final Consumer<String> lost;
    private final Map<String, String> hosts = new ConcurrentHashMap<>();
    private volatile boolean quiet;

    /**
     * Tells others.
     *
     * @param came told of those that come
     * @param lost told of those that go before the work is done
     */
    LostExecutors(Consumer<String> came, Consumer<String> lost) {
        this.came = came;
        this.lost = lost;
    }

    /** From now on executors may go. */
    void end() {
        quiet = true;
    }

    @Override
    public void onExecutorAdded(SparkListenerExecutorAdded event) {
        hosts.put(event.executorId(), event.executorInfo().executorHost());
        came.accept(
                "executor " + event.executorId() + " on " + event.executorInfo().executorHost());
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
        if (!quiet) {
            lost.accept("executor " + event.executorId() + " on " + hosts.getOrDefault(event.executorId(), "?")
                    + " is lost: " + event.reason().lines().findFirst().orElse(""));
        }
    }
}
