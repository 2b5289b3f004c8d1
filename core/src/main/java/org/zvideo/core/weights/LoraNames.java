package org.zvideo.core.weights;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.zvideo.core.weights.ModelContainer.Part;

/**
 * Which weight of a network a LoRA's module changes. Files write underscores where the model has dots and underscores, so
 * their names are not taken apart: all names of the model are brought to the same form and looked up.
 */
final class LoraNames {
    private static final String WEIGHT = ".weight";

    private final Map<String, String> keys = new HashMap<>();

    /**
     * The names of a network.
     *
     * @param stored diffusers' keys of its weights
     */
    LoraNames(Part part, Set<String> stored, Config config) {
        if (part == Part.UNET) {
            CheckpointNames.originals(stored, Config.layersPerBlock(config)).forEach(this::add);
        }
        stored.forEach(key -> add(key, key)); // diffusers' names last: they are what most files have
    }

    /**
     * The names of a motion module.
     *
     * @param stored diffusers' keys of its weights
     */
    LoraNames(Set<String> stored) {
        stored.forEach(key -> add("module." + MotionNames.originalOf(key), key));
        stored.forEach(key -> add(MotionNames.originalOf(key), key));
        stored.forEach(key -> add(key, key));
    }

    private void add(String name, String key) {
        if (name.endsWith(WEIGHT)) {
            keys.put(name.substring(0, name.length() - WEIGHT.length()).replace('.', '_'), key);
        }
    }

    /** The key of the weight. */
    Optional<String> key(LoraKey module) {
        return Optional.ofNullable(keys.get(module.module()));
    }
}
