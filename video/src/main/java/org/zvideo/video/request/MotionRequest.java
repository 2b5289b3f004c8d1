package org.zvideo.video.request;

import java.nio.file.Path;
import java.util.Optional;
import org.zvideo.core.diffusion.MotionSource;
import org.zvideo.core.diffusion.MotionSource.Betas;
import org.zvideo.core.diffusion.WindowSize;
import org.zvideo.core.unet.MotionNorm;

/**
 * A motion module, and how frames of a video pass it.
 *
 * @param file    its file or folder
 * @param windows how many frames it looks at together
 * @param norm    over what it normalizes; empty for what goes with the file
 * @param betas   the noise schedule
 */
public record MotionRequest(Path file, WindowSize windows, Optional<MotionNorm> norm, Betas betas) {
    /** A motion module with the defaults of everything. */
    public static MotionRequest of(Path file) {
        return new MotionRequest(file, WindowSize.DEFAULT, Optional.empty(), Betas.LINEAR);
    }

    /** The same, to be used where another folder is the current one. */
    MotionRequest absolute() {
        return new MotionRequest(file.toAbsolutePath(), windows, norm, betas);
    }

    /** What is loaded of it; another size of windows takes the same. */
    public MotionSource source() {
        return new MotionSource(file, norm, betas);
    }
}
