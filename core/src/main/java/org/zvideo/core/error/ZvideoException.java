package org.zvideo.core.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error that zvideo expects to happen, through an input, the machine or the values that were given. Everything else that
 * is thrown is a mistake of the program. The message is one line: what, where, why, and what to do.
 */
public class ZvideoException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorKind kind;
    private final String finding;
    private final @Nullable Remedy remedy;

    /** An error whose message says what to do, or against which nothing helps. */
    public ZvideoException(ErrorKind kind, String message) {
        this(kind, message, null, null);
    }

    public ZvideoException(ErrorKind kind, String message, @Nullable Throwable cause) {
        this(kind, message, null, cause);
    }

    /**
     * An error with a remedy that a user interface words.
     *
     * @param finding what, where and why; the message is the finding followed by the remedy's text
     */
    public ZvideoException(ErrorKind kind, String finding, @Nullable Remedy remedy, @Nullable Throwable cause) {
        super(remedy == null ? finding : finding + "; " + remedy.text(), cause);
        this.kind = kind;
        this.finding = finding;
        this.remedy = remedy;
    }

    public ErrorKind kind() {
        return kind;
    }

    /** The message without the remedy. */
    public String finding() {
        return finding;
    }

    /** What may help, if a user interface can offer it. */
    public Optional<Remedy> remedy() {
        return Optional.ofNullable(remedy);
    }
}
