package org.zvideo.core.error;

import org.jspecify.annotations.Nullable;

/**
 * An error that zvideo expects to happen, through an input, the machine or the values that were given. Everything else that
 * is thrown is a mistake of the program. The message is one line: what, where, why, and what to do.
 */
public class ZvideoException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorKind kind;

    public ZvideoException(ErrorKind kind, String message) {
        this(kind, message, null);
    }

    public ZvideoException(ErrorKind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public ErrorKind kind() {
        return kind;
    }
}
