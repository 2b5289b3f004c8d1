package org.zvideo.cli.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;

/**
 * Values that commands write as JSON. Commands themselves hold nothing of the JSON library: picocli looks at all their fields
 * and methods to print help, which would load it.
 */
public final class JsonOutput {
    /** With everything but ASCII escaped: names keep the characters that a terminal may not see. */
    private static final ObjectMapper LINE =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

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
