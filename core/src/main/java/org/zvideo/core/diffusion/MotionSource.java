package org.zvideo.core.diffusion;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.zvideo.core.unet.MotionNorm;
import org.zvideo.core.weights.LoraFile;

/**
 * A motion module to load with a model.
 *
 * @param path  its file or folder
 * @param norm  over what it normalizes; empty for what goes with the names of its tensors
 * @param betas the noise schedule
 * @param loras what is added to its weights
 */
public record MotionSource(Path path, Optional<MotionNorm> norm, Betas betas, List<LoraFile> loras) {
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

    /** A motion module as it is stored. */
    public MotionSource(Path path, Optional<MotionNorm> norm, Betas betas) {
        this(path, norm, betas, List.of());
    }

    /** The same with LoRAs. */
    public MotionSource with(List<LoraFile> others) {
        return new MotionSource(path, norm, betas, List.copyOf(others));
    }
}
