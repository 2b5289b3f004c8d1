package org.zvideo.core.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** A {@code config.json} of a diffusers folder, read by key; a key of the wrong type is an error that names it. */
public final class Config {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final JsonNode root;

    private Config(String name, JsonNode root) {
        this.name = name;
        this.root = root;
    }

    /** Reads a file. */
    public static Config read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(file.toString(), in);
        } catch (IOException e) {
            throw new WeightException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    static Config read(String name, InputStream in) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(in);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new WeightException(name + ": not valid JSON; the file is damaged", e);
        }
        if (!root.isObject()) {
            throw new WeightException(name + ": not a JSON object; the file is damaged");
        }
        return new Config(name, root);
    }

    /** Whether the key is there and not null. */
    public boolean has(String key) {
        return root.hasNonNull(key);
    }

    public int integer(String key) {
        JsonNode value = root.path(key);
        if (!value.canConvertToInt() || !value.isIntegralNumber()) {
            throw error(key, "an integer");
        }
        return value.asInt();
    }

    public int integer(String key, int otherwise) {
        return has(key) ? integer(key) : otherwise;
    }

    public int[] integers(String key) {
        JsonNode value = root.path(key);
        if (!value.isArray() || IntStream.range(0, value.size()).anyMatch(n -> !value.get(n).isIntegralNumber())) {
            throw error(key, "a list of integers");
        }
        return IntStream.range(0, value.size()).map(n -> value.get(n).asInt()).toArray();
    }

    public String[] texts(String key) {
        JsonNode value = root.path(key);
        if (!value.isArray()) {
            throw error(key, "a list of names");
        }
        return IntStream.range(0, value.size()).mapToObj(n -> value.get(n).asText()).toArray(String[]::new);
    }

    public double number(String key, double otherwise) {
        if (has(key) && !root.get(key).isNumber()) {
            throw error(key, "a number");
        }
        return has(key) ? root.get(key).asDouble() : otherwise;
    }

    public boolean flag(String key, boolean otherwise) {
        if (has(key) && !root.get(key).isBoolean()) {
            throw error(key, "true or false");
        }
        return has(key) ? root.get(key).asBoolean() : otherwise;
    }

    public String text(String key, String otherwise) {
        return has(key) ? root.get(key).asText() : otherwise;
    }

    /** Fails unless the key is absent, null or has the one value that is supported; the remedy ends the message. */
    public void require(String key, Object supported, String remedy) {
        if (!has(key)) {
            return;
        }
        JsonNode value = root.get(key);
        boolean same = supported instanceof Number number && value.isNumber()
                ? value.asDouble() == number.doubleValue() // 1 and 1.0 are both written
                : value.asText().equals(supported.toString());
        if (!same) {
            throw new WeightException(name + ": " + key + ": expected " + supported + ", got " + root.get(key)
                    + ": " + remedy);
        }
    }

    /** An error about this file. */
    public WeightException error(String key, String expected) {
        return new WeightException(name + ": " + key + ": expected " + expected + ", got "
                + (root.has(key) ? root.get(key) : "nothing"));
    }

    @Override
    public String toString() {
        return name;
    }
}
