package org.zvideo.video.farm;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import org.zvideo.core.file.LimitedJson;

/** Names and form of the files of an attempt at a shot. */
final class ShotFiles {
    /** Written last. */
    static final String OUTCOME = "outcome.json";
    /** A {@link FrameRecord} in each line. */
    static final String FRAMES = "frames.jsonl";
    /** All names that an attempt has at its end. */
    static final String RESULTS = "(outcome\\.json|frames\\.jsonl|frame-\\d+\\.png|pair-\\d+\\.json)";
    /** All names that an attempt writes. */
    static final String MEMBERS = RESULTS + "(\\.part)?";

    static final ObjectMapper JSON = LimitedJson.mapper().build();

    private ShotFiles() {}

    /** The file of a finished frame. */
    static String frame(long number) {
        return String.format(Locale.ROOT, "frame-%06d.png", number);
    }

    /** The file with the pictures of a pair of frames, by the number of the second one. */
    static String pair(long number) {
        return String.format(Locale.ROOT, "pair-%06d.json", number);
    }
}
