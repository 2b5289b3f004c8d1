package org.zvideo.video.resume;

import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.error.ZvideoException;

/** The work folder was made with other settings or inputs. The message is one line. */
public class JobMismatchException extends ZvideoException {
    private static final long serialVersionUID = 1;

    /** @param finding what differs; the remedy is always to start over */
    public JobMismatchException(String finding, Throwable cause) {
        super(ErrorKind.OTHER_JOB, finding, Remedy.of(Remedy.Id.START_OVER), cause);
    }
}
