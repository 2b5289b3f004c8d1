package org.zvideo.cli.terminal;

/** The user asked the program to stop. */
public class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ExitCode code;

    CancelledException(ExitCode code) {
        this(code, "stopped; nothing was written");
    }

    CancelledException(ExitCode code, String message) {
        super(message);
        this.code = code;
    }

    /** The exception for a run that can be resumed after this many frames. */
    public CancelledException keeping(int frames) {
        return new CancelledException(
                code, "stopped; " + frames + " frame(s) are kept; the same command resumes after them");
    }

    ExitCode code() {
        return code;
    }
}
