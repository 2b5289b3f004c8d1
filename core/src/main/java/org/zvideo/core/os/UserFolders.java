package org.zvideo.core.os;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where a user's own files belong, which each system decides otherwise.
 *
 * @param environment the variables of the process
 * @param home        the user's folder
 * @param system      the operating system
 */
public record UserFolders(Map<String, String> environment, Path home, OperatingSystem system) {
    private static final String NAME = "zvideo";

    /** This user's. */
    public static UserFolders here() {
        return new UserFolders(System.getenv(), Path.of(System.getProperty("user.home", "")), OperatingSystem.here());
    }

    /**
     * The folder for what is kept to save time, and which may be deleted; it need not exist. It is {@code zvideo} in
     * {@code $XDG_CACHE_HOME}, wherever that is set, or among the user's caches as the system keeps them: {@code ~/.cache},
     * {@code ~/Library/Caches} or {@code %LOCALAPPDATA%}.
     */
    public Path cache() {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        if (!cache.isEmpty()) {
            return Path.of(cache, NAME);
        }
        String windows = environment.getOrDefault("LOCALAPPDATA", "");
        if (system == OperatingSystem.WINDOWS && !windows.isEmpty()) {
            return Path.of(windows, NAME, "cache");
        }
        return home.resolve(system == OperatingSystem.MAC ? Path.of("Library", "Caches") : Path.of(".cache"))
                .resolve(NAME);
    }
}
