package org.zvideo.dist;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The bills of materials (CycloneDX) that the build wrote or the repository keeps, read for an archive. */
final class Bill {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NONE = "unknown";

    private final JsonNode root;

    private Bill(JsonNode root) {
        this.root = root;
    }

    static Bill read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new PackingException(file
                    + ": there is no bill of materials, which Maven does not write with -o; build" + " without -o");
        }
        return new Bill(JSON.readTree(file.toFile()));
    }

    /**
     * The same bill for another system, whose native jars stand in place of those of this one.
     *
     * @param jars checksums by the names of jars
     */
    Bill with(Target here, Target other, Map<String, String> jars) {
        JsonNode copy = root.deepCopy();
        copy.findParents("purl").stream().map(ObjectNode.class::cast).forEach(component -> {
            String purl = component.get("purl").asText();
            String changed = purl.replace("classifier=" + here.natives() + "&", "classifier=" + other.natives() + "&");
            if (!changed.equals(purl)) {
                component.put("purl", changed);
                component.put("bom-ref", changed);
                String jar = component.get("name").asText() + "-"
                        + component.get("version").asText() + "-" + other.natives() + ".jar";
                component
                        .withArrayProperty("hashes")
                        .removeAll()
                        .addObject()
                        .put("alg", "SHA-256")
                        .put("content", jars.get(jar));
            }
        });
        String text = copy.path("dependencies")
                .toString()
                .replace("classifier=" + here.natives() + "&", "classifier=" + other.natives() + "&");
        try {
            ((ObjectNode) copy).set("dependencies", JSON.readTree(text));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return new Bill(copy);
    }

    void write(Path file) throws IOException {
        Files.writeString(file, root.toPrettyString() + "\n");
    }

    /** A row of a table for each component: its name, its version and its licenses. */
    List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (JsonNode component : root.path("components")) {
            rows.add("| " + component.path("name").asText() + " | "
                    + component.path("version").asText("") + " | " + licenses(component) + " |");
        }
        return List.copyOf(new TreeSet<>(rows));
    }

    /** The rows of what is inside each component. */
    List<String> innerRows() {
        List<String> rows = new ArrayList<>();
        for (JsonNode component : root.path("components")) {
            rows.addAll(new Bill(component).rows());
        }
        return rows;
    }

    private static String licenses(JsonNode component) {
        List<String> names = new ArrayList<>();
        for (JsonNode license : component.path("licenses")) {
            JsonNode said = license.path("license");
            names.add(
                    license.has("expression")
                            ? license.get("expression").asText()
                            : said.path("id").asText(said.path("name").asText(NONE)));
        }
        return names.isEmpty() ? NONE : String.join(", ", names);
    }
}
