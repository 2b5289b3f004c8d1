package org.zvideo.core.weights;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a model is read from.
 *
 * @param path       a diffusers folder, or a single file in the original naming
 * @param configs    the folder whose {@code config.json} files describe a single file; empty for those that its family has
 * @param prediction what the U-Net predicts, whatever the model's files state; empty for what they state
 */
public record ModelSource(Path path, Optional<Path> configs, Optional<PredictionType> prediction) {
    /** A model that says itself what it is. */
    public static ModelSource of(Path path) {
        return new ModelSource(path, Optional.empty(), Optional.empty());
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
