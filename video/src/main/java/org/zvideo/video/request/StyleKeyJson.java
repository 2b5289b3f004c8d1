package org.zvideo.video.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;

/** Style keys in the JSON of requests: {@code {"at": 5, "fade": 2, "styles": [1]}}, or {@code cut} in the place of {@code at}. */
final class StyleKeyJson {
    private StyleKeyJson() {}

    static StyleKey read(JsonFields fields) {
        OptionalDouble at = fields.number("at");
        OptionalInt cut = fields.integer("cut");
        if (at.isPresent() == cut.isPresent()) {
            throw new MediaException(
                    ErrorKind.BAD_INPUT, "request.styleKeys: expected either a time, at, or the number of a cut");
        }
        StyleKey key = new StyleKey(
                at.isPresent() ? new StyleTime.At(at.getAsDouble()) : new StyleTime.AtCut(cut.getAsInt()),
                fields.number("fade"),
                fields.list("styles", JsonNode::canConvertToInt, "numbers", JsonNode::asInt));
        fields.end();
        return key;
    }

    static ObjectNode write(StyleKey key) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (key.at() instanceof StyleTime.AtCut cut) {
            node.put("cut", cut.number());
        } else {
            node.put("at", key.knownSeconds());
        }
        key.fade().ifPresent(fade -> node.put("fade", fade));
        ArrayNode styles = node.putArray("styles");
        key.styles().forEach(styles::add);
        return node;
    }
}
