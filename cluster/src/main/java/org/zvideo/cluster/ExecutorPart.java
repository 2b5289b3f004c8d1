package org.zvideo.cluster;

import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/** Spark makes one in each process and tells it when an executor starts and ends: the owner of {@link ExecutorResources}. */
public final class ExecutorPart implements SparkPlugin {
    /** Called by Spark. */
    public ExecutorPart() {}

    /** The driver keeps nothing. */
    @Override
    public DriverPlugin driverPlugin() {
        return null;
    }

    /** Opens and closes what an executor keeps. */
    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorPlugin() {
            private ExecutorResources resources;

            @Override
            public void init(PluginContext context, Map<String, String> settings) {
                resources = ExecutorResources.open();
            }

            @Override
            public void shutdown() {
                resources.close();
            }
        };
    }
}
