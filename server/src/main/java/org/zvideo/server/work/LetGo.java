package org.zvideo.server.work;

/** Thrown at a checkpoint, to end the work there; what is done is kept. */
final class LetGo extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean yielding;

    /** @param yielding whether the work continues after something short */
    LetGo(boolean yielding) {
        super(yielding ? "makes room for a preview" : "was asked to stop", null, false, false);
        this.yielding = yielding;
    }

    boolean yielding() {
        return yielding;
    }
}
