package org.zvideo.video.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.video.error.MediaException;

/**
 * A line that {@link TrialDecoding} writes: the file that it opens next, or what is wrong.
 *
 * @param file    with its role; null in a line about a problem
 * @param problem null in a line about a file
 */
record TrialLine(@Nullable String file, @Nullable Problem problem) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An error as one process tells another of it. */
    record Problem(ErrorKind kind, String finding, @Nullable Remedy remedy) {
        MediaException exception() {
            return new MediaException(kind, finding, remedy, null);
        }
    }

    static TrialLine of(ZvideoException error) {
        return new TrialLine(
                null, new Problem(error.kind(), error.finding(), error.remedy().orElse(null)));
    }

    static TrialLine read(String json) throws JsonProcessingException {
        return JSON.readValue(json, TrialLine.class);
    }

    /** The line, as JSON. */
    String text() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings can be written", e);
        }
    }
}
