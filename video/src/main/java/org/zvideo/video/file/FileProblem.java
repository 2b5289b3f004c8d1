package org.zvideo.video.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.video.error.MediaException;

/** Turns the system's errors about a file into words. */
public final class FileProblem {
    /** The system's words for a long name, which say what is wrong but not what to do. */
    private static final String TOO_LONG = "File name too long";

    private FileProblem() {}

    /** The reason for a failure: the system's own if it gives one, and never just the name of a class. */
    public static String reason(IOException error) {
        if (error instanceof NoSuchFileException) {
            return "no such file or folder";
        } else if (error instanceof AccessDeniedException) {
            return "permission denied";
        } else if (error instanceof FileAlreadyExistsException) {
            return "something has this name already";
        } else if (error instanceof DirectoryNotEmptyException) {
            return "the folder is not empty";
        } else if (error instanceof FileSystemException system && system.getReason() != null) {
            return TOO_LONG.equals(system.getReason()) ? "the name is too long" : system.getReason();
        }
        return error.getMessage() == null ? "the system gives no reason" : error.getMessage();
    }

    private static @Nullable Remedy remedy(IOException error) {
        return error instanceof FileSystemException system && TOO_LONG.equals(system.getReason())
                ? Remedy.of(Remedy.Id.SHORTER_NAME)
                : null;
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
                ErrorKind.CANNOT_CREATE, "output " + target + ": " + what + ": " + reason(error), remedy(error), error);
    }

    /** The error for an output that cannot be written any further. */
    static MediaException failed(Path target, IOException error) {
        return new MediaException(ErrorKind.IO, "output " + target + ": " + reason(error), remedy(error), error);
    }
}
