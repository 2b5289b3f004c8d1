package org.zvideo.video.error;

import org.jspecify.annotations.Nullable;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.error.ZvideoException;

/** A media file that cannot be read or written. The message is one line: what, where, why, what to do. */
public class MediaException extends ZvideoException {
    private static final long serialVersionUID = 1;

    public MediaException(ErrorKind kind, String message) {
        super(kind, message);
    }

    public MediaException(ErrorKind kind, String message, @Nullable Throwable cause) {
        super(kind, message, cause);
    }

    /** @param finding what, where and why, without the remedy */
    public MediaException(ErrorKind kind, String finding, Remedy remedy) {
        super(kind, finding, remedy, null);
    }

    /** @param finding what, where and why, without the remedy */
    public MediaException(ErrorKind kind, String finding, @Nullable Remedy remedy, @Nullable Throwable cause) {
        super(kind, finding, remedy, cause);
    }
}
