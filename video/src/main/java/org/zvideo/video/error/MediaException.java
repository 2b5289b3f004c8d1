package org.zvideo.video.error;

import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;

/** A media file that cannot be read or written. The message is one line: what, where, why, what to do. */
public class MediaException extends ZvideoException {
    private static final long serialVersionUID = 1;

    public MediaException(ErrorKind kind, String message) {
        super(kind, message);
    }

    public MediaException(ErrorKind kind, String message, Throwable cause) {
        super(kind, message, cause);
    }
}
