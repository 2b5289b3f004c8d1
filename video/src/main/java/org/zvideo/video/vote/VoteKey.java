package org.zvideo.video.vote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.file.LimitedJson;
import org.zvideo.video.error.MediaException;

/**
 * Which program made what; it stays with whoever counts the votes.
 *
 * @param version of this format
 * @param study the page's name for itself, which its votes carry
 * @param seed of the draw
 * @param programs in the order in which they were given
 * @param questions the names of those that are asked
 * @param trials by the page's name for each
 */
public record VoteKey(
        int version,
        String study,
        long seed,
        List<String> programs,
        List<String> questions,
        Map<String, Trial> trials) {
    /** Version of the format. */
    public static final int VERSION = 1;

    private static final ObjectMapper JSON = LimitedJson.mapperOfLists()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /**
     * What a trial compares.
     *
     * @param programs by the page's names for their results
     */
    public record Trial(String scene, Map<String, String> programs) {
        /** The program that made a result. */
        String program(String result) {
            return Objects.requireNonNull(programs.get(result), result);
        }
    }

    byte[] json() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a key is JSON", e);
        }
    }

    /**
     * Reads a key.
     *
     * @throws MediaException if it is missing or is none
     */
    public static VoteKey read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new MediaException(
                    ErrorKind.MISSING_INPUT,
                    "key " + file + (Files.exists(file) ? ": not a file that can be read" : ": no such file"));
        }
        try {
            VoteKey key = LimitedJson.value(JSON, file, LimitedJson.LISTS, VoteKey.class);
            if (key.version != VERSION) {
                throw bad(file, "is of version " + key.version + "; this program reads version " + VERSION);
            }
            if (key.trials.values().stream().anyMatch(trial -> !key.holds(trial))) {
                throw bad(file, "a trial does not compare two of its programs");
            }
            return key;
        } catch (JsonProcessingException e) {
            throw bad(file, "is not the key of a vote");
        } catch (IOException e) {
            throw new MediaException(ErrorKind.IO, "key " + file + ": " + FileReason.of(e), e);
        }
    }

    private boolean holds(Trial trial) {
        return trial.programs().size() == 2
                && programs.containsAll(trial.programs().values());
    }

    private static MediaException bad(Path file, String why) {
        return new MediaException(ErrorKind.BAD_INPUT, "key " + file + ": " + why);
    }
}
