package org.zvideo.core.weights;

import java.util.Locale;
import java.util.Set;

/** The keys under which programs state how a model predicts, each in the one form that is compared. */
final class StatementKeys {
    static final String TYPE = "prediction_type";
    static final String ZERO_SNR = "rescale_betas_zero_snr";
    static final String V = "v_prediction";
    static final String FORCED_V = "force_v_prediction";

    static final Set<String> TYPES = Set.of(TYPE, "predict_key", "parameterization");
    static final Set<String> FORCED = Set.of(FORCED_V, "force_epsilon_prediction");
    static final Set<String> V_FLAGS = Set.of(V, "v_pred", "vpred", "is_v_pred", "v_parameterization", "v_param");
    static final Set<String> ZERO_FLAGS = Set.of(
            ZERO_SNR,
            "zero_terminal_snr",
            "ztsnr",
            "zsnr",
            "zero_snr",
            "enforce_zero_terminal_snr",
            "rescale_noise_scheduler_to_zero_terminal_snr");

    private StatementKeys() {}

    /** A key in that form, in time that is linear in its length. */
    static String name(String key) {
        return key.substring(key.lastIndexOf('.') + 1)
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT)
                .replace('-', '_')
                .replaceFirst("^ss_", "");
    }

    /** Whether a text of that name may be an object with keys of its own. */
    static boolean isDescription(String key) {
        return key.endsWith("config") || key.endsWith("args");
    }

    /** Whether what a file's maker notes under a key may speak of the prediction. */
    static boolean mayState(String key) {
        String name = name(key);
        return TYPES.contains(name)
                || V_FLAGS.contains(name)
                || ZERO_FLAGS.contains(name)
                || FORCED.contains(name)
                || isDescription(key);
    }
}
