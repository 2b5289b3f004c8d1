package org.zvideo.core.os;

import java.nio.file.Path;

/** What a file system allows, told by itself: a disk may follow other rules than the system that it is mounted on. */
public final class FileRules {
    private FileRules() {}

    /**
     * Whether a path follows the rules of POSIX: permissions, folders that can be opened, and files that can be replaced and removed
     * while somebody has them open. Those of Windows do not.
     */
    public static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
