package org.zvideo.core.weights;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.file.ReadFile;
import org.zvideo.core.torch.Ops;

/**
 * Stable Diffusion v1.5's exact shape with random weights, made in memory: what it costs to run can be measured
 * without having the model. Its pictures are noise.
 */
public final class RandomModel implements ModelContainer {
    @Override
    public boolean has(Part part) {
        return true;
    }

    @Override
    public WeightException missing(Part part) {
        throw new IllegalStateException("random weights have every part, also " + part);
    }

    @Override
    public Config config(Part part) {
        return Generation.V1.config(part);
    }

    @Override
    public Weights weights(Part part) {
        return new Weights() {
            @Override
            public Tensor read(String key, long... shape) {
                if (shape.length == 1) {
                    return key.contains("norm") && key.endsWith("weight") ? torch.ones(shape) : torch.zeros(shape);
                }
                long fanIn = 1;
                for (int n = 1; n < shape.length; n++) {
                    fanIn *= shape[n];
                }
                return Ops.times(torch.randn(shape), 1 / Math.sqrt(fanIn));
            }

            @Override
            public void verify() {
                // Nothing is stored, so nothing can be missing.
            }
        };
    }

    @Override
    public Optional<Path> nullPrompt() {
        return Optional.empty();
    }

    @Override
    public OptionalInt padToken() {
        return OptionalInt.empty();
    }

    @Override
    public Map<String, ReadFile> files() {
        return Map.of();
    }

    @Override
    public void close() {
        // Holds nothing.
    }

    @Override
    public String toString() {
        return "random weights";
    }
}
