package org.zvideo.video.resume;

/** What was begun in a work folder is not what is asked for now. The message is one line. */
public class JobMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public JobMismatchException(String message, Throwable cause) {
        super(message, cause);
    }
}
