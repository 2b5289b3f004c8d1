package org.zvideo.core.unet;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.Config;
import org.zvideo.core.weights.MotionContainer;
import org.zvideo.core.weights.WeightException;

/**
 * Sizes of a motion module for a U-Net, whose channels and layers it has.
 *
 * @param heads  of every temporal attention
 * @param groups of its group norms
 * @param frames L: the most frames of a window, which the positional encoding counts
 * @param middle whether there is a module between the resnets of the middle, as in version 2
 * @param norm   over what it normalizes
 */
public record MotionConfig(int heads, int groups, int frames, boolean middle, MotionNorm norm) {
    private static final int MOST_FRAMES = 1024;
    /** By which a stored encoding in 16 bits may differ. */
    private static final double ROUNDING = 0.01;

    /**
     * The sizes of a stored module. A file without a config has as many heads and groups as the U-Net.
     *
     * @param chosen over what it normalizes; empty for what comes with its names: those of AnimateDiff's own code go with its own
     *               norm, those of diffusers with diffusers'
     * @throws WeightException if it does not fit the U-Net
     */
    public static MotionConfig of(MotionContainer container, UNetConfig unet, Optional<MotionNorm> chosen) {
        container.requireContext(unet.contextWidth());
        requireUsual(container);
        MotionNorm norm = chosen.orElse(container.original() ? MotionNorm.FRAME : MotionNorm.CLIP);
        Optional<Config> config = container.config();
        MotionConfig sizes = new MotionConfig(
                config.map(file -> file.integer(
                                "motion_num_attention_heads", unet.heads().get(0), 1, 1024))
                        .orElse(unet.heads().get(0)),
                config.map(file -> file.integer("motion_norm_num_groups", unet.groups(), 1, 16_384))
                        .orElse(unet.groups()),
                container.frames(),
                container.middle(),
                norm);
        for (int channels : unet.channels()) {
            if (channels % sizes.heads != 0 || channels % sizes.groups != 0) {
                throw new WeightException(container + ": the U-Net's " + channels + " channels do not divide into "
                        + sizes.heads + " heads and " + sizes.groups
                        + " groups; take a motion module and a model of the same family");
            }
        }
        return sizes;
    }

    /** The encoding is not stored in every file and computed for all, so one that differs from it would be ignored. */
    private static void requireUsual(MotionContainer container) {
        int frames = container.frames();
        if (frames < 2 || frames > MOST_FRAMES) {
            throw new WeightException(container + ": its positional encoding counts " + frames
                    + " frames: expected 2 to " + MOST_FRAMES + "; the file is damaged");
        }
        for (String name : container.encodings()) {
            try (TensorScope scope = TensorScope.open("positional encoding")) {
                Tensor stored = container.encoding(name).squeeze(0).to(ScalarType.Float);
                Tensor usual = PositionalEncoding.of(frames, (int) stored.size(1));
                if (!(stored.sub(usual).abs().max().item_double() <= ROUNDING)) {
                    throw new WeightException(container + ": " + name + ": not the positional encoding of AnimateDiff;"
                            + " take one of its own modules");
                }
            }
        }
    }
}
