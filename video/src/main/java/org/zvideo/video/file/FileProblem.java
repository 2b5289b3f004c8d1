package org.zvideo.video.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.file.FileReason;
import org.zvideo.video.error.MediaException;

/** Turns the system's errors about a file into words. */
public final class FileProblem {
    private FileProblem() {}

    /** What helps where nothing can be created. */
    public static Remedy remedy(IOException error) {
        return Remedy.of(FileReason.isTooLong(error) ? Remedy.Id.SHORTER_NAME : Remedy.Id.OTHER_PLACE);
    }

    /** What has a name, if it is not a regular file. */
    static String kind(Path file) {
        return Files.isSymbolicLink(file)
                ? "a link"
                : Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                        ? "a folder"
                        : Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? "a file" : "a pipe or device";
    }

    /** The error for an output that cannot be created. */
    static MediaException cannot(Path target, String why) {
        return new MediaException(ErrorKind.CANNOT_CREATE, "output " + target + ": " + why);
    }

    static MediaException cannot(Path target, String why, Remedy.Id remedy) {
        return new MediaException(ErrorKind.CANNOT_CREATE, "output " + target + ": " + why, Remedy.of(remedy));
    }

    static MediaException cannot(Path target, String what, IOException error) {
        return new MediaException(
                ErrorKind.CANNOT_CREATE,
                "output " + target + ": " + what + ": " + FileReason.of(error),
                remedy(error),
                error);
    }

    /** The error for an output that cannot be written any further. */
    static MediaException failed(Path target, IOException error) {
        return new MediaException(ErrorKind.IO, "output " + target + ": " + FileReason.of(error), error);
    }
}
