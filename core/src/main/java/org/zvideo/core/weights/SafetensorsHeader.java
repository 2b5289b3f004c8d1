package org.zvideo.core.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON header of a safetensors file, checked: number formats of the specification, shapes that match their byte ranges, and
 * ranges that cover the data without gap, overlap or rest. Whether a tensor can be used is asked when it is read. The header is read
 * as it comes, so that one of any length takes no more memory than the tensors that it names.
 *
 * @param entries  the tensors, in the order of the header
 * @param metadata what the file's maker noted that may speak of the prediction, or says what the file is; the rest can be
 *                 longer than the weights
 */
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {
    private static final long LARGEST_RANGE = 1L << 48;
    private static final int LARGEST_RANK = 16;
    /** A hundred times the tensors of Stable Diffusion v1; what a frame leaves may have thousands in each step. */
    private static final int MOST_TENSORS = 100_000;

    private static final int LONGEST_NAME = 500;
    private static final int LONGEST_TEXT = 4_000_000;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxNumberLength(20)
                    .maxNameLength(LONGEST_NAME)
                    .maxStringLength(LONGEST_TEXT)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // which would keep every name
            .build();

    /** A tensor's number format, shape and bytes [begin, end) within the data that follow the header. */
    record Entry(Dtype dtype, long[] shape, long begin, long end) {}

    /**
     * Reads the header of a file whose data have {@code dataBytes} bytes.
     *
     * @param json its text: of bytes Jackson would guess the encoding, and the format knows only UTF-8
     */
    static SafetensorsHeader parse(String file, Reader json, long dataBytes) throws IOException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new WeightException(file + ": the header is not a JSON object; the file is damaged");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("__metadata__")) {
                    metadata.putAll(metadata(file, parser));
                } else {
                    entries.put(name, entry(file + ": tensor " + name, parser));
                }
                if (entries.size() > MOST_TENSORS) {
                    throw new WeightException(
                            file + ": more than " + MOST_TENSORS + " tensors: not a Stable Diffusion v1 model");
                }
            }
            if (parser.nextToken() != null) {
                throw new WeightException(
                        file + ": the header is not valid JSON (more follows its end); the file is damaged");
            }
        } catch (JsonProcessingException e) {
            throw new WeightException(
                    file + ": the header is not valid JSON ("
                            + e.getOriginalMessage().lines().findFirst().orElse("") + "); the file is damaged",
                    e);
        }
        checkRanges(file, entries, dataBytes);
        return new SafetensorsHeader(entries, metadata);
    }

    private static Map<String, String> metadata(String file, JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new WeightException(file + ": __metadata__ is not an object; the file is damaged");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw new WeightException(file + ": __metadata__ holds a value that is not text; the file is damaged");
            }
            if (StatementKeys.mayState(key) || HeaderNotes.describes(key)) {
                texts.put(key, parser.getText()); // others are passed over without being taken into memory
            }
        }
        return texts;
    }

    private static Entry entry(String where, JsonParser parser) throws IOException {
        String format = "";
        long[] shape = null;
        long[] range = null;
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                switch (key) {
                    case "dtype" -> format = parser.getValueAsString("");
                    case "shape" -> shape = naturals(where + ": shape", parser);
                    case "data_offsets" -> range = naturals(where + ": data_offsets", parser);
                    default -> parser.skipChildren();
                }
            }
        } else {
            parser.skipChildren();
        }
        String named = format;
        Dtype dtype = Dtype.named(named)
                .orElseThrow(() -> new WeightException(where + ": unknown number format '"
                        + named.substring(0, Math.min(named.length(), LONGEST_NAME)) + "'; known: "
                        + List.of(Dtype.values())));
        if (shape == null) {
            throw noArray(where + ": shape");
        }
        if (range == null || range.length != 2 || range[0] > range[1]) {
            throw new WeightException(where + ": data_offsets is not a [begin, end] pair; the file is damaged");
        }
        long bits = dtype.bits();
        try {
            for (long size : shape) {
                bits = Math.multiplyExact(bits, size);
            }
        } catch (ArithmeticException e) {
            throw new WeightException(where + ": the shape overflows; the file is damaged", e);
        }
        if (bits != Byte.SIZE * (range[1] - range[0])) {
            throw new WeightException(where + ": the shape needs " + bits / Byte.SIZE
                    + (bits % Byte.SIZE == 0 ? "" : " and a part") + " bytes, data_offsets give "
                    + (range[1] - range[0]) + "; the file is damaged");
        }
        return new Entry(dtype, shape, range[0], range[1]);
    }

    private static WeightException noArray(String where) {
        return new WeightException(
                where + " is not an array of at most " + LARGEST_RANK + " numbers; the file is damaged");
    }

    private static long[] naturals(String where, JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw noArray(where);
        }
        List<Long> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (values.size() == LARGEST_RANK) {
                throw noArray(where);
            }
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                    || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    || parser.getLongValue() < 0
                    || parser.getLongValue() > LARGEST_RANGE) {
                String got = parser.currentToken().isScalarValue() ? parser.getText() : "a list";
                throw new WeightException(where + " holds " + got.substring(0, Math.min(got.length(), LONGEST_NAME))
                        + ": expected an integer of 0 to 2^48; the file is damaged");
            }
            values.add(parser.getLongValue());
        }
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    private static void checkRanges(String file, Map<String, Entry> entries, long dataBytes) {
        List<Map.Entry<String, Entry>> byBegin = new ArrayList<>(entries.entrySet());
        byBegin.sort(Comparator.comparingLong(
                        (Map.Entry<String, Entry> e) -> e.getValue().begin())
                .thenComparingLong(e -> e.getValue().end()));
        long end = 0;
        for (Map.Entry<String, Entry> entry : byBegin) {
            if (entry.getValue().begin() != end) {
                throw new WeightException(file + ": tensor " + entry.getKey() + " begins at byte "
                        + entry.getValue().begin() + " of the data, the one before ends at " + end
                        + ": gap or overlap; the file is damaged");
            }
            end = entry.getValue().end();
        }
        if (end != dataBytes) {
            throw new WeightException(file + ": the tensors take " + end + " bytes, the file holds " + dataBytes
                    + (end > dataBytes ? "; it is truncated" : "; it has bytes that belong to no tensor"));
        }
    }
}
