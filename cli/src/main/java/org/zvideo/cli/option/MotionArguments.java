package org.zvideo.cli.option;

import java.nio.file.Path;
import java.util.Optional;
import org.zvideo.core.diffusion.MotionSource.Betas;
import org.zvideo.core.diffusion.WindowSize;
import org.zvideo.core.error.Usage;
import org.zvideo.core.unet.MotionNorm;
import org.zvideo.video.request.Machine;
import org.zvideo.video.request.MotionRequest;
import picocli.CommandLine.Option;

/** The options of a motion module. */
public final class MotionArguments {
    @Option(
            names = "--motion",
            paramLabel = "DIR|FILE",
            description =
                    "A motion module of AnimateDiff, version 2 or 3, for Stable Diffusion v1: a .safetensors file or"
                            + " the folder of a diffusers MotionAdapter. The frames of a video are then worked on in windows,"
                            + " which do not cross cuts; a shot of one frame does without it (default none).")
    Path module;

    @Option(
            names = "--motion-window",
            paramLabel = "F",
            description =
                    "How many frames it looks at together, at most what it counts, which is 32" + " (default 16).")
    Integer window;

    @Option(
            names = "--motion-overlap",
            paramLabel = "N",
            description =
                    "How many frames neighboring windows share, fewer than a window has (default 4, a quarter of a short"
                            + " window).")
    Integer overlap;

    @Option(
            names = "--motion-norm",
            paramLabel = "NAME",
            description = "Over what it normalizes: frame, as it was trained, or clip, as diffusers computes it"
                    + " (default frame for a file with AnimateDiff's own names, clip for diffusers' folder).")
    MotionNorm norm;

    @Option(
            names = "--motion-betas",
            paramLabel = "NAME",
            description = "How the noise grows: linear, as it was trained, or as the scheduler of the model says"
                    + " (default linear).")
    Betas betas;

    /** The machine with the motion module, if one was named. */
    public Machine over(Machine machine) {
        return module == null
                ? machine
                : machine.withMotion(Usage.checked(() -> new MotionRequest(
                        module, windows(), Optional.ofNullable(norm), betas == null ? Betas.LINEAR : betas)));
    }

    private WindowSize windows() {
        WindowSize usual = window == null ? WindowSize.DEFAULT : WindowSize.of(window);
        return overlap == null ? usual : new WindowSize(usual.length(), overlap);
    }
}
