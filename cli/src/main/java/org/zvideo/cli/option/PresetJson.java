package org.zvideo.cli.option;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.zvideo.cli.terminal.JsonOutput;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.file.LimitedJson;
import org.zvideo.video.error.MediaException;

/**
 * The text of a preset file: one JSON object of names and plain values. It stands apart from {@link PresetFile} so that a
 * command without such a file loads no JSON.
 *
 * @param values plain values as texts, by their names
 * @param listed the values of the one name that may have several
 */
record PresetJson(Map<String, String> values, List<String> listed) {
    private static final ObjectMapper JSON = LimitedJson.mapper()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * The values of a file.
     *
     * @param severalOf the name that may have a list of texts
     * @throws MediaException if it holds anything else
     */
    static PresetJson read(Path file, String severalOf) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> listed = new ArrayList<>();
        try {
            JsonNode root = LimitedJson.tree(JSON, file, LimitedJson.SMALL);
            if (root == null || !root.isObject()) {
                throw bad(file, "expected an object like {\"steps\": 20}");
            }
            root.properties().forEach(entry -> {
                String key = entry.getKey();
                JsonNode value = entry.getValue();
                if (!key.equals(severalOf)) {
                    values.put(key, text(file, key, value));
                } else if (value.isArray()) {
                    value.forEach(one -> listed.add(text(file, key, one)));
                } else {
                    listed.add(text(file, key, value));
                }
            });
        } catch (IOException e) {
            throw bad(
                    file,
                    e instanceof JsonProcessingException json
                            ? "not JSON: " + json.getOriginalMessage()
                                    + (json.getLocation() == null
                                            ? ""
                                            : ", line " + json.getLocation().getLineNr())
                            : "cannot be read: " + FileReason.of(e));
        }
        return new PresetJson(values, listed);
    }

    private static String text(Path file, String key, JsonNode value) {
        if (value.isContainerNode() || value.isNull()) {
            throw bad(file, key + ": expected a number, true, false or a string");
        }
        return value.asText();
    }

    static MediaException bad(Path file, String why) {
        return new MediaException(ErrorKind.BAD_INPUT, "preset " + file + ": " + why);
    }

    /** A file with these values, each text as what it looks like: a number, true or false, or a string. */
    static byte[] written(Map<String, Object> values) {
        Map<String, Object> typed = new TreeMap<>();
        values.forEach((key, value) -> typed.put(key, value instanceof String text ? typed(text) : value));
        return JsonOutput.bytes(typed);
    }

    private static Object typed(String text) {
        if (text.matches("-?\\d{1,9}")) {
            return Integer.valueOf(text);
        }
        return text.matches("-?\\d{1,9}\\.\\d{1,9}")
                ? (Object) Double.valueOf(text)
                : text.matches("true|false") ? (Object) Boolean.valueOf(text) : text;
    }
}
