package org.zvideo.core.unet;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.zvideo.core.weights.WeightScope;

/**
 * The motion modules of a U-Net: one after every resnet of its down and up blocks, and in version 2 one in the middle.
 *
 * @param modules by the name of the {@link Stage} after which each stands
 */
public record MotionModules(MotionConfig config, Map<String, MotionModule> modules) {
    /** Assembles the modules for a U-Net of those sizes. */
    public static MotionModules load(WeightScope scope, MotionConfig config, UNetConfig unet) {
        Map<String, MotionModule> modules = new LinkedHashMap<>();
        int levels = unet.levels();
        for (int block = 0; block < levels; block++) {
            for (int layer = 0; layer < unet.layersPerBlock(); layer++) {
                modules.put(
                        DownBlock.stage(block, layer),
                        module(scope.child("down_blocks"), block, layer, config, unet, block));
            }
            for (int layer = 0; layer <= unet.layersPerBlock(); layer++) {
                modules.put(
                        UpBlock.stage(block, layer),
                        module(scope.child("up_blocks"), block, layer, config, unet, levels - 1 - block));
            }
        }
        if (config.middle()) {
            WeightScope middle =
                    scope.child("mid_block").child("motion_modules").child(0);
            modules.put(
                    MidBlock.FIRST,
                    MotionModule.load(middle, config, unet.channels().get(levels - 1)));
        }
        return new MotionModules(config, modules);
    }

    private static MotionModule module(
            WeightScope blocks, int block, int layer, MotionConfig config, UNetConfig unet, int level) {
        return MotionModule.load(
                blocks.child(block).child("motion_modules").child(layer),
                config,
                unet.channels().get(level));
    }

    /** The module that follows a stage, if one does. */
    Optional<MotionModule> after(Stage stage) {
        return Optional.ofNullable(modules.get(stage.name()));
    }
}
