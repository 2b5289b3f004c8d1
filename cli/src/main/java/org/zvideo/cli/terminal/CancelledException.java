package org.zvideo.cli.terminal;

/** The user asked the program to stop. */
public class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final StopSignal signal;

    CancelledException(StopSignal signal) {
        this(signal, "stopped; nothing was written");
    }

    CancelledException(StopSignal signal, String message) {
        super(message);
        this.signal = signal;
    }

    /** The exception for a run that can be resumed after this many frames. */
    public CancelledException keeping(int frames) {
        return new CancelledException(
                signal, "stopped; " + frames + " frame(s) are kept; the same command resumes after them");
    }

    /** The exception for something else than a run. */
    public CancelledException saying(String message) {
        return new CancelledException(signal, message);
    }

    StopSignal signal() {
        return signal;
    }
}
