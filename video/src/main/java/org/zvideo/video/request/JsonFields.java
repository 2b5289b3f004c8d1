package org.zvideo.video.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;

/**
 * The fields of a JSON object, each read once: it has the type it should, and a key that nobody reads is an error that names
 * the nearest key it could have been.
 */
final class JsonFields {
    private final String path;
    private final JsonNode object;
    private final Path base;
    private final Set<String> known = new TreeSet<>();

    /**
     * @param path what the object is, for messages
     * @param base the folder that relative names of files start from
     */
    JsonFields(String path, JsonNode object, Path base) {
        this.path = path;
        this.object = object;
        this.base = base;
        if (!object.isObject()) {
            throw wrong("", "an object");
        }
    }

    private MediaException wrong(String key, String expected) {
        return new MediaException(
                ErrorKind.BAD_INPUT, path + (key.isEmpty() ? "" : "." + key) + ": expected " + expected);
    }

    private <T> Optional<T> field(String key, Predicate<JsonNode> type, String expected, Function<JsonNode, T> value) {
        known.add(key);
        JsonNode node = object.path(key);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (!type.test(node)) {
            throw wrong(key, expected);
        }
        return Optional.of(value.apply(node));
    }

    private <T> T required(String key, Optional<T> value, String expected) {
        return value.orElseThrow(() -> wrong(key, expected));
    }

    Optional<String> text(String key) {
        return field(key, JsonNode::isTextual, "a text", JsonNode::asText);
    }

    String requiredText(String key) {
        return required(key, text(key), "a text");
    }

    Optional<Path> file(String key) {
        return field(key, JsonNode::isTextual, "the name of a file", this::path);
    }

    Path requiredFile(String key) {
        return required(key, file(key), "the name of a file");
    }

    List<Path> files(String key) {
        return list(key, JsonNode::isTextual, "names of files", this::path);
    }

    private Path path(JsonNode name) {
        Path file = base.resolve(name.asText());
        return base.toString().isEmpty() ? file : file.normalize(); // names were made relative by their spelling, too
    }

    List<String> texts(String key) {
        return list(key, JsonNode::isTextual, "texts", JsonNode::asText);
    }

    /** The elements of an array; none where there is no array. */
    <T> List<T> list(String key, Predicate<JsonNode> type, String expected, Function<JsonNode, T> value) {
        return field(key, JsonNode::isArray, "an array of " + expected, array -> {
                    List<T> elements = new ArrayList<>();
                    for (JsonNode element : array) {
                        if (!type.test(element)) {
                            throw wrong(key, "an array of " + expected);
                        }
                        elements.add(value.apply(element));
                    }
                    return elements;
                })
                .orElse(List.of());
    }

    boolean has(String key) {
        return object.has(key);
    }

    OptionalInt integer(String key) {
        return field(key, JsonNode::canConvertToInt, "a whole number", JsonNode::asInt)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    OptionalLong longInteger(String key) {
        return field(
                        key,
                        node -> node.isIntegralNumber() && node.canConvertToLong(),
                        "a whole number",
                        JsonNode::asLong)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    OptionalDouble number(String key) {
        return field(key, JsonNode::isNumber, "a number", JsonNode::asDouble)
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }

    Optional<Boolean> flag(String key) {
        return field(key, JsonNode::isBoolean, "true or false", JsonNode::asBoolean);
    }

    <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
        return text(key).map(name -> choice(key, type, name));
    }

    <E extends Enum<E>> List<E> choices(String key, Class<E> type) {
        return texts(key).stream().map(name -> choice(key, type, name)).toList();
    }

    private <E extends Enum<E>> E choice(String key, Class<E> type, String name) {
        List<String> names = EnumNames.all(type);
        return EnumNames.find(type, name)
                .orElseThrow(() -> wrong(key, "one of " + String.join(", ", names) + Suggestion.hint(name, names)));
    }

    /** Two whole numbers. */
    Optional<int[]> pair(String key) {
        List<Integer> numbers = list(key, JsonNode::canConvertToInt, "two whole numbers", JsonNode::asInt);
        if (has(key) && numbers.size() != 2) {
            throw wrong(key, "an array of two whole numbers");
        }
        return numbers.isEmpty() ? Optional.empty() : Optional.of(new int[] {numbers.get(0), numbers.get(1)});
    }

    /** An object inside; one without fields where there is none. */
    JsonFields object(String key) {
        known.add(key);
        return new JsonFields(
                path + "." + key, object.has(key) ? object.get(key) : JsonNodeFactory.instance.objectNode(), base);
    }

    /** The objects of an array. */
    List<JsonFields> objects(String key) {
        List<JsonNode> nodes = list(key, JsonNode::isObject, "objects", node -> node);
        List<JsonFields> fields = new ArrayList<>();
        for (JsonNode node : nodes) {
            fields.add(new JsonFields(path + "." + key + "[" + fields.size() + "]", node, base));
        }
        return fields;
    }

    /** Fails if there is a field that was not read. */
    void end() {
        object.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                throw new MediaException(
                        ErrorKind.BAD_INPUT, path + ": unknown key " + key + Suggestion.hint(key, known));
            }
        });
    }
}
