package org.zvideo.core.unet;

import java.util.function.Consumer;

/**
 * A piece of the network that can be run, and computed again, on its own.
 *
 * @param name where it is, with diffusers' numbers: {@code down 0.1} is {@code down_blocks.0}, {@code resnets.1} with its
 *             transformer
 * @param work from the maps that come to those that go on
 */
record Stage(String name, Consumer<FeatureMaps> work) {
    void run(FeatureMaps maps) {
        work.accept(maps);
    }
}
