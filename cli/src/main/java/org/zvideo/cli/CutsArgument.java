package org.zvideo.cli;

import java.nio.file.Path;
import org.zvideo.video.shot.Cuts;
import org.zvideo.video.shot.ListedCuts;
import org.zvideo.video.shot.ShotDetector;

/** {@code auto}, {@code none} or a file that lists them. */
final class CutsArgument {
    static final String AUTO = "auto";
    static final String NONE = "none";

    private CutsArgument() {}

    static Cuts parse(String value) {
        return switch (value) {
            case AUTO -> new ShotDetector();
            case NONE -> Cuts.NONE;
            default -> ListedCuts.read(Path.of(value));
        };
    }

    /** Where they come from, whatever a file of them is called. */
    static String kind(String value) {
        return isFile(value) ? "file" : value;
    }

    static boolean isFile(String value) {
        return !value.equals(AUTO) && !value.equals(NONE);
    }
}
