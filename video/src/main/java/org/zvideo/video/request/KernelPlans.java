package org.zvideo.video.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.zvideo.core.bench.KernelTuner;
import org.zvideo.core.os.Processor;
import org.zvideo.core.torch.KernelPlan;
import org.zvideo.core.torch.Precision;
import org.zvideo.core.torch.Threads;
import org.zvideo.video.file.CachedValues;
import org.zvideo.video.file.UserCache;

/**
 * The kernel plans of this machine, measured when they are first needed and kept in the user's cache folder: the same
 * command computes the same bits ever after.
 *
 * @param file where they are kept
 */
public record KernelPlans(Path file) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Those of this user. */
    public static KernelPlans ofUser() {
        return new KernelPlans(UserCache.folder().resolve("kernels.json"));
    }

    /** The plan for a precision with the threads that are set. */
    public KernelPlan get(Precision precision) {
        String key = Processor.here().model() + ", " + Threads.count() + " threads, " + EnumNames.of(precision);
        return get(key, () -> KernelTuner.measure(precision));
    }

    /** The plan of this name. Of two that are measured at once, by two processes, the one that was kept first is used. */
    KernelPlan get(String key, Supplier<KernelPlan> measurement) {
        CachedValues<KernelPlan> kept = new CachedValues<>(file, KernelPlan.class);
        Optional<KernelPlan> known = known(kept.read(), key);
        if (known.isPresent()) {
            return known.get();
        }
        KernelPlan measured = measurement.get();
        Map<String, KernelPlan> plans = new TreeMap<>(kept.read()); // which may have changed meanwhile
        KernelPlan first = known(plans, key).orElse(measured);
        plans.put(key, first);
        kept.write(plans);
        return first;
    }

    private static Optional<KernelPlan> known(Map<String, KernelPlan> plans, String key) {
        return Optional.ofNullable(plans.get(key))
                .filter(plan -> plan.convolution() != null); // which older versions did not measure
    }

    /** The plan that the settings of a job name; the default one if they name none, which the job's comparison finds. */
    public static KernelPlan read(JsonNode kernels) {
        try {
            KernelPlan plan = JSON.treeToValue(kernels, KernelPlan.class);
            return plan == null || plan.unet() == null || plan.vae() == null || plan.convolution() == null
                    ? KernelPlan.DEFAULT
                    : plan;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return KernelPlan.DEFAULT;
        }
    }
}
