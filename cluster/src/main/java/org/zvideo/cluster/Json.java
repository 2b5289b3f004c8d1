package org.zvideo.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.zvideo.core.file.LimitedJson;

/** The text in which records travel between machines. */
final class Json {
    private static final ObjectMapper JSON = LimitedJson.mapper()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private Json() {}

    static String of(Record value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts and numbers can be written", e);
        }
    }

    /** @throws JsonProcessingException if the text is no such record */
    static <T extends Record> T read(String text, Class<T> type) throws JsonProcessingException {
        return JSON.readValue(text, type);
    }
}
