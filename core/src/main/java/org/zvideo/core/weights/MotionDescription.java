package org.zvideo.core.weights;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Describes a motion module of AnimateDiff by the keys that design notes list, in its own naming or diffusers'. */
final class MotionDescription {
    private static final String MODULES = "motion_modules.";

    private MotionDescription() {}

    static boolean applies(Safetensors file) {
        return file.names().stream().anyMatch(name -> name.contains(MODULES))
                && file.names().stream().noneMatch(name -> name.contains("lora"))
                && file.names().stream().noneMatch(name -> name.contains(".resnets."));
    }

    static Description over(Description empty, Safetensors file) {
        Set<String> modules = new TreeSet<>();
        for (String name : file.names()) {
            int at = name.indexOf(MODULES);
            if (at >= 0) {
                int end = name.indexOf('.', at + MODULES.length());
                modules.add(name.substring(0, end < 0 ? name.length() : end));
            }
        }
        Optional<long[]> positions = file.names().stream()
                .filter(name -> name.endsWith("pos_encoder.pe") || name.endsWith("pos_embed.pe"))
                .map(file::shape)
                .filter(shape -> shape.length == 3)
                .findFirst();
        boolean original = file.names().stream().anyMatch(name -> name.contains("temporal_transformer."));
        return new Description(empty.path(), "motion module", empty.facts())
                .with("family", "AnimateDiff " + version(file, positions, original))
                .with("names", original ? "AnimateDiff's own" : "diffusers")
                .with("modules", Integer.toString(modules.size()))
                .with("frames", positions.map(shape -> "at most " + shape[1]).orElse(""))
                .measured(file);
    }

    private static String version(Safetensors file, Optional<long[]> positions, boolean original) {
        boolean middle = file.names().stream().anyMatch(name -> name.contains("mid_block." + MODULES));
        boolean fourth = file.names().stream().anyMatch(name -> name.contains("down_blocks.3."));
        if (!fourth) {
            return "for Stable Diffusion XL (beta)";
        } else if (positions.isEmpty() && original) {
            return "without positions (AnimateLCM)";
        } else if (middle) {
            return "v2";
        }
        return positions.isEmpty() ? "v1 or v3" : positions.get()[1] == 24 ? "v1" : "v3";
    }
}
