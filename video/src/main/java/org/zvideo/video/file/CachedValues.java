package org.zvideo.video.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.zvideo.core.file.LimitedFile;
import org.zvideo.core.file.LimitedJson;

/**
 * Named values that are kept between runs in a JSON file of the {@link UserCache}. Nothing fails if they cannot be had or kept.
 *
 * @param file where they are kept
 * @param type of a value
 */
public record CachedValues<V>(Path file, Class<V> type) {
    private static final ObjectMapper JSON = LimitedJson.mapperOfLists().build();

    /** What is kept, in its order; nothing if the file is damaged, or of another version. */
    public Map<String, V> read() {
        try {
            return Files.exists(file)
                    ? JSON.readValue(
                            LimitedFile.bytes(file, LimitedJson.LISTS),
                            JSON.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, type))
                    : new LinkedHashMap<>();
        } catch (IOException e) {
            return new LinkedHashMap<>();
        }
    }

    /** Keeps these values in place of all others. */
    public void write(Map<String, V> values) {
        try {
            OwnFiles.makeFolders(Objects.requireNonNull(file.getParent()));
            OwnFiles.replace(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(values));
        } catch (IOException e) {
            return; // without a cache folder the values are found out each time
        }
    }
}
