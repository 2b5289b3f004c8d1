package org.zvideo.core.torch;

import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;

/** The computation of a frame ended in NaN or infinity; no picture was made of it. */
public class NonFiniteException extends ZvideoException {
    /** What follows the message where the work is done again. */
    public static final String REMEDY = "; computed again in float32";

    private static final long serialVersionUID = 1;

    public NonFiniteException(String message) {
        super(ErrorKind.NOT_FINITE, message);
    }
}
