package org.zvideo.video.file;

import java.nio.file.Path;
import org.zvideo.core.os.UserFolders;

/** The folder for what zvideo keeps between runs to save time. Nothing in it is needed. */
public final class UserCache {
    private UserCache() {}

    /** This user's; it need not exist. */
    public static Path folder() {
        return UserFolders.here().cache();
    }
}
