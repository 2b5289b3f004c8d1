package org.zvideo.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.zvideo.video.file.OwnFiles;

/** Folders that the server makes and that nobody else can look into. */
final class PrivateFolders {
    private PrivateFolders() {}

    /** The folder, made if need be; a link to one is not taken for it. */
    static Path make(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            OwnFiles.makePrivateFolder(folder);
        }
        return folder;
    }
}
