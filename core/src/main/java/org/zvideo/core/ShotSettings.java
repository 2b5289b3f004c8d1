package org.zvideo.core;

import java.util.List;
import org.zvideo.core.diffusion.LatentDiffusion;

/** What all frames of a shot have in common. */
record ShotSettings(LatentDiffusion model, ModelSize size, StyleTransferOptions options, List<Style> styles) {
    ShotSettings {
        styles = List.copyOf(styles);
    }
}
