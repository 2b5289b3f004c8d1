package org.zvideo.video.resume;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields in which two jobs differ, by their paths like {@code settings.method.steps}. A file is an object with a
 * {@code sha256}: it differs if its content does, wherever it lies, and is named.
 */
public final class JobDifferences {
    private static final String HASH = "sha256";

    private JobDifferences() {}

    /** Empty where they are equal. */
    public static List<String> between(JsonNode before, JsonNode now) {
        List<String> differences = new ArrayList<>();
        collect("", before, now, differences);
        return differences;
    }

    private static void collect(String path, JsonNode before, JsonNode now, List<String> differences) {
        if (before.has(HASH) || now.has(HASH)) {
            if (!before.path(HASH).equals(now.path(HASH))) {
                differences.add(path + " ("
                        + (now.has(HASH) ? now : before).path("file").asText() + ")");
            }
        } else if (before.isObject() && now.isObject()) {
            Set<String> names = new TreeSet<>();
            before.fieldNames().forEachRemaining(names::add);
            now.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                collect(path.isEmpty() ? name : path + "." + name, before.path(name), now.path(name), differences);
            }
        } else if (before.isArray() && now.isArray() && before.size() == now.size()) {
            for (int n = 0; n < now.size(); n++) {
                collect(path + "." + n, before.get(n), now.get(n), differences);
            }
        } else if (!before.equals(now)) {
            differences.add(path);
        }
    }
}
