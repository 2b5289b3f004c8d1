package org.zvideo.core.unet;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;

/**
 * The maps of a frame whose window is on its way through the network. They belong to no scope: what a stage has used goes when
 * the stage is done, so that a window holds no more than its frames' present maps and those for the way up.
 */
final class HeldMaps implements AutoCloseable {
    private final FeatureMaps maps;
    private final Deque<TensorOwner> skips = new ArrayDeque<>();
    private TensorOwner present = new TensorOwner("map of a frame");

    HeldMaps(Tensor x) {
        maps = new FeatureMaps(x);
        present.keep(x);
    }

    /** Computes a stage, without keeping its map for the way up. */
    void compute(Stage stage) {
        int before = maps.skips();
        try (TensorScope scope = TensorScope.open(stage.name())) {
            stage.compute(maps);
            hold(maps.current());
        }
        for (int n = maps.skips(); n < before; n++) {
            skips.pop().close();
        }
    }

    Tensor current() {
        return maps.current();
    }

    void replace(Tensor map) {
        maps.replace(map);
        hold(map);
    }

    private void hold(Tensor map) {
        TensorOwner next = new TensorOwner("map of a frame");
        next.keep(map);
        present.close();
        present = next;
    }

    /** Keeps the present map for the way up. */
    void pushSkip() {
        maps.pushSkip();
        TensorOwner owner = new TensorOwner("map for the way up");
        owner.keep(maps.current());
        skips.push(owner);
    }

    @Override
    public void close() {
        present.close();
        skips.forEach(TensorOwner::close);
        skips.clear();
    }
}
