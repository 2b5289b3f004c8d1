package org.zvideo.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** What a handler answers. */
public sealed interface Answer {
    /** The media type of JSON. */
    String JSON = "application/json";

    /**
     * Bytes that are in memory.
     *
     * @param headers besides those of the type and of the length
     */
    record Bytes(int status, String type, byte[] content, Map<String, String> headers) implements Answer {}

    /** A file, of which a part can be asked for. */
    record File(Path file, String type, Map<String, String> headers) implements Answer {}

    /** Server-sent events, until either side closes. */
    record Events(Consumer<EventStream> subscribe) implements Answer {}

    /** JSON with the status 200. */
    static Answer json(JsonNode value) {
        return json(200, value);
    }

    static Answer json(int status, JsonNode value) {
        return json(status, value, Map.of());
    }

    static Answer json(int status, JsonNode value, Map<String, String> headers) {
        return new Bytes(status, JSON, value.toString().getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Done, and nothing to say. */
    static Answer empty() {
        return new Bytes(204, "", new byte[0], Map.of());
    }

    /** A picture in memory. */
    static Answer picture(String type, byte[] content) {
        return new Bytes(200, type, content, Map.of());
    }
}
