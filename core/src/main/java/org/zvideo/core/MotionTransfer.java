package org.zvideo.core;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.zvideo.core.cost.MotionCost;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.diffusion.WindowSize;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.torch.PhysicalMemory;
import org.zvideo.core.unet.MotionNorm;

/** Style transfer of videos with a model that has a motion module; {@link StyleTransfer#motion} gives it. */
public final class MotionTransfer {
    /** Why a motion module and ties between frames exclude each other. */
    public static final String NO_TIES =
            "attention and energy between frames do not go with a motion module, which ties the"
                    + " frames of a window itself: give one or the other";

    private final LatentDiffusion model;
    private final ModelSize size;
    private final StyleTransferOptions options;
    private final WindowSize windows;
    private final Supplier<Optional<LatentDiffusion>> fallback;

    MotionTransfer(
            LatentDiffusion model,
            ModelSize size,
            StyleTransferOptions options,
            WindowSize windows,
            Supplier<Optional<LatentDiffusion>> fallback) {
        this.model = model;
        this.size = size;
        this.options = options;
        this.windows = windows;
        this.fallback = fallback;
        requireFitting();
    }

    private void requireFitting() {
        if (options.method().ties().any()) {
            throw new ZvideoException(ErrorKind.USAGE, NO_TIES);
        }
        int most = model.motion().orElseThrow().config().frames();
        if (windows.length() > most) {
            throw new ZvideoException(
                    ErrorKind.USAGE,
                    "motion window " + windows.length() + ": expected 2 to " + most
                            + ", the frames that the motion module counts");
        }
    }

    /** Over what the motion module normalizes. */
    public MotionNorm norm() {
        return model.motion().orElseThrow().config().norm();
    }

    /** How many frames a module looks at together. */
    public WindowSize windows() {
        return windows;
    }

    /**
     * Begins a shot.
     *
     * @param styles asked for when frames are stylized; gives the same every time
     */
    public MotionShot shot(Supplier<List<Style>> styles) {
        return new MotionShot(new ShotSettings(model, size, options, styles), windows, fallback);
    }

    /** What the motion module costs for frames of that size. */
    public MotionCost cost(int width, int height) {
        FrameGeometry geometry = size.geometry(width, height);
        int factor = model.vae().factor();
        return new MotionCost(
                model.unetConfig(),
                model.motion().orElseThrow().config().middle(),
                windows,
                geometry.paddedHeight() / factor,
                geometry.paddedWidth() / factor);
    }

    /**
     * Fails if a window of frames of that size has no room.
     *
     * @param limit in bytes, for the frames in work; the machine's memory in any case
     */
    public void requireMemory(int width, int height, long limit) {
        double bytes =
                cost(width, height).windowBytes(model.placement().precision().bytes());
        String window = "a motion window of " + windows.length() + " frames";
        if (bytes > limit) {
            throw new ZvideoException(
                    ErrorKind.MEMORY,
                    String.format(
                            Locale.ROOT,
                            "%s: takes about %.1f GB, the limit is %.1f GB; use shorter windows or a smaller size",
                            window,
                            bytes / 1e9,
                            limit / 1e9));
        }
        PhysicalMemory.require(window, (long) bytes);
    }
}
