package org.zvideo.cli.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.Map;

/**
 * Values that commands write as JSON. Commands themselves hold nothing of the JSON library: picocli looks at all their fields
 * and methods to print help, which would load it.
 */
public final class JsonOutput {
    private static final ObjectMapper LINE = new ObjectMapper();
    private static final ObjectMapper FILE = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private JsonOutput() {}

    /** A file, with one value per line. */
    public static byte[] bytes(Object value) {
        try {
            return FILE.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
    }

    /** One line. */
    static String line(Map<String, ?> value) {
        try {
            return LINE.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
    }

    private static IllegalStateException notJson(JsonProcessingException e) {
        return new IllegalStateException("texts, numbers and lists of them are JSON", e);
    }
}
