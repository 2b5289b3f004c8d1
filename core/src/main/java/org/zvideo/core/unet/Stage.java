package org.zvideo.core.unet;

/** A piece of the network: from the maps that come to those that go on. */
@FunctionalInterface
interface Stage {
    void run(FeatureMaps maps);
}
