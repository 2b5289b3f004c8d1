package org.zvideo.core.diffusion;

import java.nio.file.Path;
import java.util.Optional;
import org.zvideo.core.unet.MotionNorm;

/**
 * A motion module to load with a model.
 *
 * @param path  its file or folder
 * @param norm  over what it normalizes; empty for what goes with the names of its tensors
 * @param betas the noise schedule
 */
public record MotionSource(Path path, Optional<MotionNorm> norm, Betas betas) {
    /** How the noise grows. */
    public enum Betas {
        /** Linearly, as motion modules were trained. */
        LINEAR,
        /** As the model's own scheduler says. */
        MODEL
    }

    /** A motion module as it was trained. */
    public static MotionSource of(Path path) {
        return new MotionSource(path, Optional.empty(), Betas.LINEAR);
    }
}
