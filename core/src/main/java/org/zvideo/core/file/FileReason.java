package org.zvideo.core.file;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Objects;

/**
 * Why the system refused to read or write a file, in words. The message of such an exception is often the file's name alone,
 * which says nothing; the reason is in its class or in a field. Every message about a file gets its reason here.
 */
public final class FileReason {
    /** The system's words for a long name. */
    private static final String TOO_LONG = "File name too long";

    private FileReason() {}

    /** The reason: the system's own if it gives one, and never just the name of a class or of the file. */
    public static String of(IOException error) {
        if (error instanceof NoSuchFileException) {
            return "no such file or folder";
        } else if (error instanceof AccessDeniedException) {
            return "permission denied";
        } else if (error instanceof FileAlreadyExistsException) {
            return "something has this name already";
        } else if (error instanceof DirectoryNotEmptyException) {
            return "the folder is not empty";
        } else if (error instanceof NotDirectoryException) {
            return "it is not a folder";
        } else if (error instanceof NotLinkException) {
            return "it is not a link";
        } else if (error instanceof FileSystemLoopException) {
            return "its links lead back to it";
        } else if (error instanceof FileSystemException system) {
            return ofSystem(system);
        } else if (error instanceof FileNotFoundException && error.getMessage() != null) {
            return error.getMessage().replaceFirst("(?s)^.*\\((.*)\\)$", "$1"); // the file, and the reason behind it
        } else if (error instanceof EOFException && error.getMessage() == null) {
            return "it ends too early";
        } else if (error instanceof CharacterCodingException) {
            return "it is not text in UTF-8";
        }
        return error.getMessage() == null ? "the system gives no reason" : error.getMessage();
    }

    private static String ofSystem(FileSystemException system) {
        if (system.getReason() == null) {
            return "the system gives no reason";
        }
        return isTooLong(system) ? "the name is too long" : system.getReason();
    }

    /** The same for one that a stream or a walk through folders threw. */
    public static String of(UncheckedIOException error) {
        return of(Objects.requireNonNull(error.getCause()));
    }

    /** Whether a shorter name would do. */
    public static boolean isTooLong(IOException error) {
        return error instanceof FileSystemException system && TOO_LONG.equals(system.getReason());
    }
}
