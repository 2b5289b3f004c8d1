package org.zvideo.core.unet;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** What is on its way through the network: the present map and those that the way up will take again. */
final class FeatureMaps {
    private final List<Tensor> skips;
    private Tensor current;

    FeatureMaps(Tensor current) {
        this.current = current;
        this.skips = new ArrayList<>();
    }

    /** @param all the present map, then those for the way up in the order in which they came */
    FeatureMaps(List<Tensor> all) {
        this.current = all.get(0);
        this.skips = new ArrayList<>(all.subList(1, all.size()));
    }

    /** [1, C, h, w]. */
    Tensor current() {
        return current;
    }

    void replace(Tensor map) {
        current = map;
    }

    /** Keeps the present map for the way up. */
    void pushSkip() {
        skips.add(current);
    }

    /** Takes the newest of those. */
    Tensor popSkip() {
        return skips.remove(skips.size() - 1);
    }

    /** How many there are. */
    int skips() {
        return skips.size();
    }

    Tensor newestSkip() {
        return skips.get(skips.size() - 1);
    }

    /** The present map, then those for the way up. */
    List<Tensor> all() {
        List<Tensor> all = new ArrayList<>(List.of(current));
        all.addAll(skips);
        return all;
    }
}
