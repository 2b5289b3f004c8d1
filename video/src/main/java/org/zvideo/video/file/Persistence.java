package org.zvideo.video.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import org.zvideo.core.os.FileRules;

/**
 * How often something is tried with a file that a player, an indexer or a virus scanner may have open, which on Windows keeps it
 * from being replaced.
 *
 * @param tries at least 1
 * @param pause the time between two of them
 */
record Persistence(int tries, Duration pause) {
    private static final Persistence ONCE = new Persistence(1, Duration.ZERO);
    private static final Persistence SOME_SECONDS = new Persistence(10, Duration.ofMillis(500));

    /** What a file may refuse for a while. */
    interface Action {
        void run() throws IOException;
    }

    /** What fits the file system of a path: by the rules of POSIX open files can be replaced. */
    static Persistence on(Path path) {
        return FileRules.posix(path) ? ONCE : SOME_SECONDS;
    }

    /** Runs an action until it succeeds, fails for another reason, or was tried often enough. */
    void run(Action action) throws IOException {
        for (int left = tries - 1; ; left--) {
            try {
                action.run();
                return;
            } catch (FileSystemException e) {
                if (left <= 0 || !mayPass(e) || !waited()) {
                    throw e;
                }
            }
        }
    }

    /** Other reasons than that somebody has the file open have classes of their own, which say more than these two. */
    private static boolean mayPass(FileSystemException error) {
        return error instanceof AccessDeniedException || error.getClass() == FileSystemException.class;
    }

    private boolean waited() {
        try {
            Thread.sleep(pause.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
