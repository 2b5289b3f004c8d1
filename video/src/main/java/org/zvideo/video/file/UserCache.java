package org.zvideo.video.file;

import java.nio.file.Path;

/** The folder for what zvideo keeps between runs to save time. Nothing in it is needed. */
public final class UserCache {
    private UserCache() {}

    /** The folder {@code zvideo} in {@code $XDG_CACHE_HOME} or {@code ~/.cache}; it need not exist. */
    public static Path folder() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path all =
                cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return all.resolve("zvideo");
    }
}
