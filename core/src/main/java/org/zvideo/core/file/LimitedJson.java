package org.zvideo.core.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Reads JSON files that may be anybody's. Their bytes, their values and their depth are limited: a value of two bytes takes
 * fifty in memory, and whoever walks through a tree needs stack for its depth.
 */
public final class LimitedJson {
    /** Limit in bytes for files that a person or one command writes: presets, requests. */
    public static final int SMALL = 1_000_000;
    /** Limit in bytes for files that list frames or inputs. */
    public static final int LISTS = 64_000_000;

    private static final int DEEPEST = 100;
    /** As long as the path of a file may be. */
    private static final int LONGEST_NAME = 4096;

    private static final int FEW_VALUES = 200_000;
    private static final int MANY_VALUES = 2_000_000;

    private LimitedJson() {}

    /** A mapper with these limits, to which features may be added. */
    public static JsonMapper.Builder mapper() {
        return mapper(FEW_VALUES);
    }

    /** The same for lists of frames and inputs, which may fill a day. */
    public static JsonMapper.Builder mapperOfLists() {
        return mapper(MANY_VALUES);
    }

    private static JsonMapper.Builder mapper(int values) {
        return JsonMapper.builder(JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxNameLength(LONGEST_NAME)
                        .maxTokenCount(values)
                        .build())
                .build());
    }

    /**
     * The tree of a regular file.
     *
     * @param json made by {@link #mapper}
     * @param most of its bytes
     * @throws com.fasterxml.jackson.core.JsonProcessingException if it is not JSON
     * @throws IOException if it cannot be read, is not a regular file, or exceeds a limit; the reason can follow its name
     */
    public static JsonNode tree(ObjectMapper json, Path file, int most) throws IOException {
        return value(json, file, most, JsonNode.class);
    }

    /** The same for a value of some class. */
    public static <T> T value(ObjectMapper json, Path file, int most, Class<T> type) throws IOException {
        try (InputStream in = LimitedFile.open(file, most)) {
            return json.readValue(in, type);
        } catch (StreamConstraintsException e) {
            throw new IOException("it has more values, or deeper ones, than any file of its kind", e);
        }
    }
}
