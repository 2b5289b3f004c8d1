package org.zvideo.video.error;

/** A media file that cannot be read or written. The message is one line: what, where, why, what to do. */
public class MediaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Problem problem;

    /** What kind of trouble; a program turns it into an exit code. */
    public enum Problem {
        /** The input is there but damaged, empty or of an unsupported kind. */
        BAD_INPUT,
        /** The input is missing or unreadable. */
        MISSING_INPUT,
        /** What was asked for contradicts itself, for example a codec and a container. */
        USAGE,
        /** The output cannot be created. */
        CANNOT_CREATE,
        /** Something that this machine lacks. */
        UNAVAILABLE,
        /** Reading or writing failed on the way, for example a full disk. */
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
