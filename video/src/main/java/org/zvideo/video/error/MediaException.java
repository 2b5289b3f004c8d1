package org.zvideo.video.error;

/** A media file that cannot be read or written. The message is one line: what, where, why, what to do. */
public class MediaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Problem problem;

    /** The kind of problem, which a program turns into an exit status. */
    public enum Problem {
        /** The input exists, but is damaged, empty or of an unsupported kind. */
        BAD_INPUT,
        /** The input is missing or unreadable. */
        MISSING_INPUT,
        /** The request contradicts itself, for example in its codec and container. */
        USAGE,
        /** The output cannot be created. */
        CANNOT_CREATE,
        /** This machine lacks something that is needed. */
        UNAVAILABLE,
        /** Reading or writing failed, for example on a full disk. */
        IO
    }

    public MediaException(Problem problem, String message) {
        super(message);
        this.problem = problem;
    }

    public MediaException(Problem problem, String message, Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
