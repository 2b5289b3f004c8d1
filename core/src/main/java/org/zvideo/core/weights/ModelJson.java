package org.zvideo.core.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.file.LimitedJson;
import org.zvideo.core.file.RegularFile;

/**
 * Reads every JSON file of a model as Python reads it, since Python wrote it: {@code NaN}, {@code Infinity} and
 * {@code -Infinity} are numbers there. Only what no reader accepts counts as damaged.
 */
final class ModelJson {
    /** Far more than any config or index of shards has. */
    private static final int LARGEST = 16_000_000;

    /** Far more than any text about a model has that stands within another file. */
    private static final int LARGEST_TEXT = 1_000_000;

    private static final ObjectMapper JSON = LimitedJson.mapper()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private ModelJson() {}

    /** Reads a file. */
    static JsonNode read(Path file) {
        try (InputStream in = RegularFile.open(file)) {
            return read(file.toString(), in);
        } catch (IOException e) {
            throw new WeightException(
                    file + ": cannot be read: " + (Files.exists(file) ? FileReason.of(e) : "no such file"), e);
        }
    }

    /** Reads an object; the name is the file's in messages. */
    static JsonNode read(String name, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new WeightException(name + ": more than " + LARGEST / 1_000_000 + " MB: not a file of a model");
        }
        JsonNode root;
        try {
            root = JSON.readTree(bytes);
        } catch (StreamConstraintsException e) {
            throw new WeightException(name + ": more values, or deeper ones, than any file of a model has", e);
        } catch (JsonProcessingException e) {
            throw new WeightException(name + ": not valid JSON; the file is damaged; copy it again from its source", e);
        }
        if (!root.isObject()) {
            throw new WeightException(name + ": not a JSON object; the file is damaged; copy it again from its source");
        }
        return root;
    }

    /** A text that holds an object, or nothing. Of this length nothing would be an object of a model. */
    static JsonNode ofText(String text) {
        try {
            return text.length() <= LARGEST_TEXT && text.stripLeading().startsWith("{")
                    ? JSON.readTree(text)
                    : JSON.missingNode();
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
