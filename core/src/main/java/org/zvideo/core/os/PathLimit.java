package org.zvideo.core.os;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How long the path of a file may be that a native library opens by its name as it is. Java and FFmpeg know how to ask Windows for longer
 * ones; LibTorch does not.
 *
 * @param characters the most that a path may have
 */
public record PathLimit(int characters) {
    /** With the zero at its end, a path has 260 there. */
    private static final int WINDOWS = 259;

    /** That of this system. Elsewhere than on Windows, Java meets the limit first. */
    public static PathLimit here() {
        return of(OperatingSystem.here());
    }

    static PathLimit of(OperatingSystem system) {
        return new PathLimit(system == OperatingSystem.WINDOWS ? WINDOWS : Integer.MAX_VALUE);
    }

    /** What is wrong with a path, if it is too long. */
    public Optional<String> exceededBy(Path file) {
        int length = file.toAbsolutePath().toString().length();
        return length > characters
                ? Optional.of("the path of " + file + " has " + length
                        + " characters, and LibTorch opens none of more than " + characters + " on this system")
                : Optional.empty();
    }
}
