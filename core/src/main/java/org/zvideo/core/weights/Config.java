package org.zvideo.core.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * A {@code config.json} of a diffusers folder, read by key; a key of the wrong type is an error that names it.
 *
 * <p>A config comes from a stranger, so no number is read without the range in which it means something.
 */
public final class Config {
    private final String name;
    private final JsonNode root;
    /** Who says a key, where that is not this file. */
    private final Map<String, String> sayers;

    private Config(String name, JsonNode root, Map<String, String> sayers) {
        this.name = name;
        this.root = root;
        this.sayers = sayers;
    }

    /** Reads a file. */
    public static Config read(Path file) {
        return new Config(file.toString(), ModelJson.read(file), Map.of());
    }

    static Config read(String name, InputStream in) throws IOException {
        return new Config(name, ModelJson.read(name, in), Map.of());
    }

    /** A config that no file holds. */
    static Config of(String name, ObjectNode root) {
        return new Config(name, root, Map.of());
    }

    /**
     * The same where something else says what a key is.
     *
     * @param sayer what errors about the key name instead of this file
     */
    Config saying(String key, JsonNode value, String sayer) {
        ObjectNode changed = root.deepCopy();
        changed.set(key, value);
        Map<String, String> more = new HashMap<>(sayers);
        more.put(key, sayer);
        return new Config(name, changed, more);
    }

    /** Whether the file has the key, and not as null. */
    public boolean has(String key) {
        return root.hasNonNull(key);
    }

    JsonNode value(String key) {
        return root.path(key);
    }

    /**
     * A whole number from {@code least} to {@code most}. A list that repeats one number, as files write it for each block or
     * for the two sides of a picture, is that number.
     */
    public int integer(String key, int least, int most) {
        JsonNode value = repeated(root.path(key));
        if (!isInteger(value, least, most)) {
            throw error(key, "an integer from " + least + " to " + most);
        }
        return value.asInt();
    }

    /** A whole number from {@code least} to {@code most}, or the default value where the key is absent. */
    public int integer(String key, int defaultValue, int least, int most) {
        return has(key) ? integer(key, least, most) : defaultValue;
    }

    /** A whole number for each of {@code count} levels: one for all of them, or a list. */
    public int[] integerForEach(String key, int count, int least, int most) {
        JsonNode value = root.path(key);
        if (!value.isArray() || value.size() != count) {
            return IntStream.generate(() -> integer(key, least, most))
                    .limit(count)
                    .toArray();
        }
        return integers(key, count, least, most);
    }

    /** One to {@code count} whole numbers from {@code least} to {@code most}. */
    public int[] integers(String key, int count, int least, int most) {
        JsonNode value = root.path(key);
        if (!value.isArray()
                || value.isEmpty()
                || value.size() > count
                || !StreamSupport.stream(value.spliterator(), false).allMatch(one -> isInteger(one, least, most))) {
            throw error(key, "a list of 1 to " + count + " integers from " + least + " to " + most);
        }
        return IntStream.range(0, value.size()).map(n -> value.get(n).asInt()).toArray();
    }

    private static JsonNode repeated(JsonNode value) {
        return value.isArray()
                        && !value.isEmpty()
                        && StreamSupport.stream(value.spliterator(), false)
                                .allMatch(one -> one.isNumber()
                                        && one.asDouble() == value.get(0).asDouble())
                ? value.get(0)
                : value;
    }

    /** JSON has one kind of number, so 1.0 is an integer too. */
    private static boolean isInteger(JsonNode value, int least, int most) {
        return value.isNumber()
                && value.canConvertToExactIntegral()
                && value.canConvertToInt()
                && value.asInt() >= least
                && value.asInt() <= most;
    }

    /** How many resnets a block of the U-Net or the autoencoder has; names of single files go by it. */
    public static int layersPerBlock(Config config) {
        return config.integer("layers_per_block", 1, 16);
    }

    public String[] texts(String key) {
        JsonNode value = root.path(key);
        if (!value.isArray()) {
            throw error(key, "a list of names");
        }
        return IntStream.range(0, value.size())
                .mapToObj(n -> value.get(n).asText())
                .toArray(String[]::new);
    }

    /** A finite number from {@code least} to {@code most}. */
    public double number(String key, double defaultValue, double least, double most) {
        if (has(key)
                && !(root.get(key).isNumber()
                        && root.get(key).asDouble() >= least
                        && root.get(key).asDouble() <= most)) {
            throw error(key, "a number from " + least + " to " + most);
        }
        return has(key) ? root.get(key).asDouble() : defaultValue;
    }

    public boolean flag(String key, boolean defaultValue) {
        if (has(key) && !root.get(key).isBoolean()) {
            throw error(key, "true or false");
        }
        return has(key) ? root.get(key).asBoolean() : defaultValue;
    }

    public String text(String key, String defaultValue) {
        return has(key) ? root.get(key).asText() : defaultValue;
    }

    /** Fails unless the key is absent, null or has the one value that is supported; the remedy ends the message. */
    public void require(String key, Object supported, String remedy) {
        JsonNode value = root.path(key);
        if (has(key)
                && !same(value, supported)
                && !(value.isArray()
                        && StreamSupport.stream(value.spliterator(), false).allMatch(one -> same(one, supported)))) {
            throw new WeightException(error(key, supported.toString()).getMessage() + ": " + remedy);
        }
    }

    private static boolean same(JsonNode value, Object supported) {
        return supported instanceof Number number && value.isNumber()
                ? value.asDouble() == number.doubleValue() // 1 and 1.0 are both written
                : value.isValueNode() && value.asText().equals(supported.toString());
    }

    /** An error about this file. */
    public WeightException error(String key, String expected) {
        return new WeightException(sayers.getOrDefault(key, name) + ": " + key + ": expected " + expected + ", got "
                + (root.has(key) ? shortened(root.get(key).toString()) : "nothing"));
    }

    private static String shortened(String value) {
        return value.length() > 100 ? value.substring(0, 100) + "…" : value;
    }

    @Override
    public String toString() {
        return name;
    }
}
