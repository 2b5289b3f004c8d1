package org.zvideo.core.weights;

import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.error.ZvideoException;

/** A model file that cannot be used. The message says subject, expected, got and remedy in one line. */
public class WeightException extends ZvideoException {
    private static final long serialVersionUID = 1;

    public WeightException(String message) {
        super(ErrorKind.WEIGHTS, message);
    }

    /**
     * An error with a remedy that a user interface words.
     *
     * @param finding what, where and why, without the remedy
     */
    public WeightException(String finding, Remedy remedy) {
        super(ErrorKind.WEIGHTS, finding, remedy, null);
    }

    public WeightException(String message, Throwable cause) {
        super(ErrorKind.WEIGHTS, message, cause);
    }
}
