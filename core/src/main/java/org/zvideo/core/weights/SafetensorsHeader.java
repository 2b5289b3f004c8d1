package org.zvideo.core.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON header of a safetensors file, checked: number formats of the specification, shapes that match their byte ranges, and
 * ranges that cover the data without gap, overlap or rest. Whether a tensor can be used is asked when it is read.
 *
 * @param entries  the tensors, in the order of the header
 * @param metadata what the file's maker noted
 */
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {
    private static final long LARGEST_RANGE = 1L << 48;
    private static final int LARGEST_RANK = 16;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(8)
                            .maxNumberLength(20)
                            .maxStringLength(Safetensors.LARGEST_HEADER)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** A tensor's number format, shape and bytes [begin, end) within the data that follow the header. */
    record Entry(Dtype dtype, long[] shape, long begin, long end) {}

    /** Reads the header of a file whose data have {@code dataBytes} bytes. */
    static SafetensorsHeader parse(String file, byte[] json, long dataBytes) {
        JsonNode root;
        try {
            // As text: of bytes Jackson would guess the encoding, and the format knows only UTF-8.
            root = JSON.readTree(new String(json, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new WeightException(
                    file + ": the header is not valid JSON ("
                            + e.getOriginalMessage().lines().findFirst().orElse("") + "); the file is damaged",
                    e);
        }
        if (!root.isObject()) {
            throw new WeightException(file + ": the header is not a JSON object; the file is damaged");
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        root.properties().forEach(field -> {
            if (field.getKey().equals("__metadata__")) {
                metadata.putAll(metadata(file, field.getValue()));
            } else {
                entries.put(field.getKey(), entry(file + ": tensor " + field.getKey(), field.getValue()));
            }
        });
        checkRanges(file, entries, dataBytes);
        return new SafetensorsHeader(entries, metadata);
    }

    private static Map<String, String> metadata(String file, JsonNode metadata) {
        if (!metadata.isObject()) {
            throw new WeightException(file + ": __metadata__ is not an object; the file is damaged");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        metadata.properties().forEach(field -> {
            if (!field.getValue().isTextual()) {
                throw new WeightException(file + ": __metadata__ holds a value that is not text; the file is damaged");
            }
            texts.put(field.getKey(), field.getValue().asText());
        });
        return texts;
    }

    private static Entry entry(String where, JsonNode node) {
        Dtype dtype = Dtype.named(node.path("dtype").asText(""))
                .orElseThrow(() -> new WeightException(where + ": unknown number format '"
                        + node.path("dtype").asText("") + "'; known: " + List.of(Dtype.values())));
        long[] shape = naturals(where + ": shape", node.path("shape"));
        long[] range = naturals(where + ": data_offsets", node.path("data_offsets"));
        if (range.length != 2 || range[0] > range[1]) {
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

    private static long[] naturals(String where, JsonNode node) {
        if (!node.isArray() || node.size() > LARGEST_RANK) {
            throw new WeightException(
                    where + " is not an array of at most " + LARGEST_RANK + " numbers; the file is damaged");
        }
        long[] values = new long[node.size()];
        for (int n = 0; n < values.length; n++) {
            JsonNode value = node.get(n);
            if (!value.isIntegralNumber()
                    || !value.canConvertToLong()
                    || value.asLong() < 0
                    || value.asLong() > LARGEST_RANGE) {
                throw new WeightException(
                        where + " holds " + value + ": expected an integer of 0 to 2^48; " + "the file is damaged");
            }
            values[n] = value.asLong();
        }
        return values;
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
