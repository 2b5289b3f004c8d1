package org.zvideo.video.farm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.file.LimitedJson;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.resume.Hashes;

/** A {@link ShotList} as JSON of version {@value ShotList#VERSION}: the file {@code job.json}. */
final class ShotListJson {
    private static final ObjectMapper JSON = LimitedJson.mapperOfLists()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final ObjectMapper SORTED = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private static final String PALETTE = "palette";
    private static final String REPORT = "report";

    private ShotListJson() {}

    static byte[] write(ShotList list) {
        try {
            ObjectNode root = withoutPalette(list);
            list.palette().ifPresent(palette -> {
                ObjectNode node = root.putObject(PALETTE).put("shot", palette.shot());
                ArrayNode ways = node.putArray("ways");
                palette.ways().forEach(ways::add);
            });
            return JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can be written", e);
        }
    }

    /** Two jobs have the same one if they give the same frames: names for the report do not count, nor the order of keys. */
    static String id(ShotList list) {
        try {
            Object values = SORTED.treeToValue(withoutPalette(list).without(REPORT), Object.class);
            return Hashes.of(SORTED.writeValueAsBytes(values));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can be written", e);
        }
    }

    private static ObjectNode withoutPalette(ShotList list) {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", ShotList.VERSION);
        root.set("request", list.request());
        root.set("identity", list.identity());
        root.set(REPORT, list.report());
        root.put("cpuLevel", list.cpuLevel());
        root.put("sourceBytes", list.sourceBytes());
        root.put("end", list.end());
        ArrayNode shots = root.putArray("shots");
        for (ShotSpan shot : list.shots()) {
            ObjectNode node = shots.addObject()
                    .put("first", shot.first())
                    .put("frames", shot.frames())
                    .put("firstPts", shot.firstPts());
            ArrayNode border = node.putArray("border");
            shot.border().forEach(border::add);
            node.put("sum", shot.sum());
        }
        ArrayNode units = root.putArray("units");
        for (List<Integer> unit : list.units()) {
            ArrayNode numbers = units.addArray();
            unit.forEach(numbers::add);
        }
        return root;
    }

    /**
     * Reads a file.
     *
     * @throws MediaException if it is not there, cannot be read, or is not a job of this version
     */
    static ShotList read(Path file) {
        if (!Files.exists(file)) {
            throw new MediaException(
                    ErrorKind.MISSING_INPUT, "job " + file + ": no such file", Remedy.of(Remedy.Id.PLAN_AGAIN));
        }
        try {
            JsonNode root = LimitedJson.tree(JSON, file, LimitedJson.LISTS);
            if (root.path("version").asInt() != ShotList.VERSION) {
                throw new MediaException(
                        ErrorKind.OTHER_JOB,
                        "job " + file + ": is not of this version of zvideo",
                        Remedy.of(Remedy.Id.PLAN_AGAIN));
            }
            return list(root);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new MediaException(
                    ErrorKind.BAD_INPUT,
                    "job " + file + ": is damaged, or no job: " + reason(e),
                    Remedy.of(Remedy.Id.PLAN_AGAIN));
        } catch (IOException e) {
            throw new MediaException(ErrorKind.BAD_INPUT, "job " + file + ": " + FileReason.of(e), e);
        }
    }

    private static String reason(Exception e) {
        return e instanceof JsonProcessingException json
                ? json.getOriginalMessage()
                : String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static ShotList list(JsonNode root) {
        List<ShotSpan> shots = new ArrayList<>();
        for (JsonNode shot : present(root, "shots")) {
            shots.add(new ShotSpan(
                    number(shot, "first"),
                    number(shot, "frames"),
                    number(shot, "firstPts"),
                    JSON.convertValue(present(shot, "border"), new TypeReference<List<Long>>() {}),
                    number(shot, "sum")));
        }
        JsonNode palette = root.path(PALETTE);
        return new ShotList(
                present(root, "request"),
                present(root, "identity"),
                present(root, REPORT),
                present(root, "cpuLevel").asText(),
                number(root, "sourceBytes"),
                present(root, "end").asDouble(),
                shots,
                JSON.convertValue(present(root, "units"), new TypeReference<List<List<Integer>>>() {}),
                palette.isMissingNode()
                        ? Optional.empty()
                        : Optional.of(new ShotPalette(
                                (int) number(palette, "shot"),
                                JSON.convertValue(present(palette, "ways"), new TypeReference<List<String>>() {}))));
    }

    private static long number(JsonNode node, String key) {
        JsonNode value = present(node, key);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException(key + " is not a whole number");
        }
        return value.asLong();
    }

    private static JsonNode present(JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (value.isMissingNode() || value.isNull()) {
            throw new IllegalArgumentException("it has no " + key);
        }
        return value;
    }
}
