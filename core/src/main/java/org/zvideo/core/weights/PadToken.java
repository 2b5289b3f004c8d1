package org.zvideo.core.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** The token with which a tokenizer fills a prompt up, as the files in a model's {@code tokenizer} folder say. */
final class PadToken {
    private static final int START = 49_406;
    private static final int END = 49_407;
    private static final String KEY = "pad_token";
    private static final String VOCABULARY = "vocab.json";

    private PadToken() {}

    /**
     * Its id; empty if no file says it.
     *
     * @throws WeightException if it is a token that the vocabulary does not have
     */
    static OptionalInt of(Path model, ModelFiles files) {
        Path folder = model.resolve("tokenizer");
        for (String name : List.of("special_tokens_map.json", "tokenizer_config.json")) {
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                continue;
            }
            JsonNode token =
                    ModelJson.read(files.open("tokenizer/" + name, file)).path(KEY);
            String text = token.isObject() ? token.path("content").asText("") : token.asText("");
            if (!text.isEmpty() && !token.isNull()) {
                return OptionalInt.of(id(text, file, folder.resolve(VOCABULARY), files));
            }
        }
        return OptionalInt.empty();
    }

    private static int id(String token, Path sayer, Path vocabulary, ModelFiles files) {
        return switch (token) {
            case "!" -> 0;
            case "<|startoftext|>" -> START;
            case "<|endoftext|>" -> END;
            default -> listed(token, sayer, vocabulary, files);
        };
    }

    private static int listed(String token, Path sayer, Path vocabulary, ModelFiles files) {
        JsonNode id = Files.isRegularFile(vocabulary)
                ? ModelJson.read(files.open("tokenizer/" + VOCABULARY, vocabulary))
                        .path(token)
                : MissingNode.getInstance();
        if (!id.canConvertToInt() || id.asInt() < 0 || id.asInt() > END) {
            throw new WeightException(sayer + ": " + KEY + ": expected a token of CLIP's vocabulary, got "
                    + (token.length() > 100 ? token.substring(0, 100) + "…" : token)
                    + "; copy the folder from the model again");
        }
        return id.asInt();
    }
}
