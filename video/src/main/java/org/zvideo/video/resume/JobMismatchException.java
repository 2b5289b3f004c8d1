package org.zvideo.video.resume;

import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;

/** What was begun in a work folder is not what is asked for now. The message is one line. */
public class JobMismatchException extends ZvideoException {
    private static final long serialVersionUID = 1;

    public JobMismatchException(String message, Throwable cause) {
        super(ErrorKind.OTHER_JOB, message, cause);
    }
}
