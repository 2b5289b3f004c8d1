package org.zvideo.core.unet;

import java.util.function.Consumer;

/**
 * A piece of the network that can be run, and computed again, on its own.
 *
 * @param name  where it is, with diffusers' numbers: {@code down 0.1} is {@code down_blocks.0}, {@code resnets.1} with its
 *              transformer
 * @param work  from the maps that come to those that go on
 * @param keeps whether an up block takes the map again with which it ends
 */
record Stage(String name, Consumer<FeatureMaps> work, boolean keeps) {
    /** A stage that keeps nothing. */
    Stage(String name, Consumer<FeatureMaps> work) {
        this(name, work, false);
    }

    /** All of it. */
    void run(FeatureMaps maps) {
        compute(maps);
        if (keeps) {
            maps.pushSkip();
        }
    }

    /** All but keeping the map for the way up, before which something else may change it. */
    void compute(FeatureMaps maps) {
        work.accept(maps);
    }
}
