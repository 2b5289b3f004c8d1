package org.zvideo.video.resume;

import java.io.IOException;
import java.nio.file.Path;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.video.error.MediaException;

/** What is said when a work folder cannot be read or written. */
final class FolderFault {
    private FolderFault() {}

    static MediaException of(Path folder, IOException cause) {
        return new MediaException(ErrorKind.IO, "work folder " + folder + ": " + FileReason.of(cause), cause);
    }
}
