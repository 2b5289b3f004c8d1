package org.zvideo.core.torch;

/** The computation of a frame ended in NaN or infinity; no picture was made of it. */
public class NonFiniteException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NonFiniteException(String message) {
        super(message);
    }
}
