package org.zvideo.video.resume;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The fields in which two jobs differ, by their paths like {@code settings.method.steps}. */
public final class JobDifferences {
    private JobDifferences() {
    }

    /** Empty where they are equal. */
    public static List<String> between(JsonNode before, JsonNode now) {
        List<String> differences = new ArrayList<>();
        collect("", before, now, differences);
        return differences;
    }

    private static void collect(String path, JsonNode before, JsonNode now, List<String> differences) {
        if (before.isObject() && now.isObject()) {
            Set<String> names = new TreeSet<>();
            before.fieldNames().forEachRemaining(names::add);
            now.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                collect(path.isEmpty() ? name : path + "." + name, before.path(name), now.path(name), differences);
            }
        } else if (!before.equals(now)) {
            differences.add(path);
        }
    }
}
