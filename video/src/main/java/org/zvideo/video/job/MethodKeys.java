package org.zvideo.video.job;

import java.util.LinkedHashMap;
import java.util.Map;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.edit.StepRange;
import org.zvideo.core.guidance.EnergyOptions;
import org.zvideo.core.guidance.Sain;
import org.zvideo.core.torch.KernelPlan;

/**
 * The settings of the method as {@code job.json}, {@code study.json} and the report's {@code settings} hold them. The keys are
 * written here and nowhere else: another name in Java does not move them.
 */
final class MethodKeys {
    private MethodKeys() {}

    static Map<String, Object> of(DualPathOptions method) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("steps", method.steps());
        keys.put("arrangement", method.edit().arrangement().name());
        keys.put("addWeight", method.edit().addWeight());
        keys.put(
                "layers",
                ordered(
                        "first",
                        method.edit().layers().first(),
                        "last",
                        method.edit().layers().last()));
        keys.put("styleSteps", of(method.edit().steps()));
        keys.put(
                "sain",
                ordered(
                        "mode",
                        of(method.edit().sain().mode()),
                        "scope",
                        method.edit().sain().scope().name()));
        keys.put("attend", method.ties().attend().stream().map(Enum::name).toList());
        keys.put("attendBalance", method.ties().balance());
        keys.put("energy", of(method.ties().energy()));
        keys.put("contentAnchor", method.beyond().contentAnchor());
        keys.put("keepUnstyled", method.beyond().keepUnstyled());
        keys.put("deepInterval", method.beyond().coarseInterval());
        keys.put("inversionInterval", method.beyond().inversionInterval());
        keys.put("timesteps", method.beyond().timesteps().text().orElse("model"));
        keys.put("inversionSteps", method.inversionSteps());
        return keys;
    }

    /** The sign that the paper prints keeps the name that files know it by. */
    private static String of(Sain.Mode mode) {
        return mode == Sain.Mode.PAPER_SIGN ? "PRINTED" : mode.name();
    }

    private static Map<String, Object> of(EnergyOptions energy) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("gradient", energy.gradient().name());
        keys.put("form", energy.form().name());
        keys.put("weight", energy.weight());
        keys.put("steps", of(energy.steps()));
        keys.put("reach", energy.reach());
        return keys;
    }

    private static Map<String, Object> of(StepRange steps) {
        return ordered("start", steps.start(), "end", steps.end());
    }

    static Map<String, Object> of(KernelPlan kernels) {
        Map<String, Object> keys =
                ordered("unet", kernels.unet().name(), "vae", kernels.vae().name());
        keys.put("convolution", kernels.convolution().name());
        return keys;
    }

    private static Map<String, Object> ordered(String first, Object one, String second, Object two) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put(first, one);
        keys.put(second, two);
        return keys;
    }
}
