package org.zvideo.core;

import java.util.OptionalInt;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.image.FrameGeometry;

/**
 * The size that pictures have inside a model.
 *
 * @param shortSide in pixels
 * @param multiple  what the padded sides are multiples of
 */
record ModelSize(int shortSide, int multiple) {
    /** @param chosen the short side; empty for that on which the model was trained */
    static ModelSize of(LatentDiffusion model, OptionalInt chosen) {
        int trained =
                Math.multiplyExact(model.vae().factor(), model.unetConfig().sampleSize());
        return new ModelSize(chosen.orElse(trained), model.pixelMultiple());
    }

    /** A size by another scale, at least the multiple. */
    ModelSize scaled(double scale) {
        return new ModelSize(Math.max(multiple, (int) Math.round(scale * shortSide)), multiple);
    }

    /** The sizes that a picture has on its way through the model. */
    FrameGeometry geometry(int width, int height) {
        return FrameGeometry.of(width, height, shortSide, multiple);
    }
}
