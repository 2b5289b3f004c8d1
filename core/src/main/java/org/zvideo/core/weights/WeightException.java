package org.zvideo.core.weights;

/** A model file that cannot be used. The message says subject, expected, got and remedy in one line. */
public class WeightException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public WeightException(String message) {
        super(message);
    }

    public WeightException(String message, Throwable cause) {
        super(message, cause);
    }
}
