package org.zvideo.core.weights;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.zvideo.core.TestModels;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.file.ReadFile;
import org.zvideo.core.torch.Placement;

/** Makes models out of the tiny ones, each with one thing changed. */
final class MadeModels {
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    static final Path TINY = TestModels.testdata().resolve("golden/models/tiny");
    static final Path TINY_FILE = TestModels.testdata().resolve("golden/models/tiny-ldm.safetensors");

    private MadeModels() {}

    /** A copy of a folder. */
    static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return to;
    }

    /** The tiny model's configs, without weights. */
    static Path configs(Path to) throws IOException {
        copy(TINY, to);
        try (Stream<Path> files = Files.walk(to)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".safetensors"))
                    .toList()) {
                Files.delete(file);
            }
        }
        return to;
    }

    /** Sets a key of a JSON file to a value that is written as it stands. */
    static void set(Path file, String key, String value) throws IOException {
        ObjectNode config = (ObjectNode) JSON.readTree(file.toFile());
        config.put(key, "@value@");
        Files.writeString(file, JSON.writeValueAsString(config).replace("\"@value@\"", value));
    }

    /** Takes a key away. */
    static void remove(Path file, String key) throws IOException {
        ObjectNode config = (ObjectNode) JSON.readTree(file.toFile());
        config.remove(key);
        JSON.writeValue(file.toFile(), config);
    }

    /** Writes a safetensors file with other names, and with more in its header. */
    static Path rewritten(Path from, Path to, UnaryOperator<String> renamed, Map<String, JsonNode> more)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(from)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] header = new byte[(int) bytes.getLong()];
        bytes.get(header);
        ObjectNode made = JSON.createObjectNode();
        JSON.readTree(new String(header, StandardCharsets.UTF_8))
                .properties()
                .forEach(entry -> made.set(
                        entry.getKey().equals("__metadata__") ? entry.getKey() : renamed.apply(entry.getKey()),
                        entry.getValue()));
        made.setAll(more);
        byte[] json = JSON.writeValueAsBytes(made);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .array());
        out.write(json);
        out.write(bytes.array(), bytes.position(), bytes.remaining());
        Files.createDirectories(to.getParent());
        return Files.write(to, out.toByteArray());
    }

    /** Loads a model with all of its weights; returns which files were read. */
    static Map<String, ReadFile> load(Path model, Path configs) {
        try (ModelContainer container = ModelContainer.open(model, Optional.ofNullable(configs))) {
            LatentDiffusion.load(container, Placement.CPU_F32).close();
            return container.files();
        }
    }
}
