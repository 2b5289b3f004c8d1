package org.zvideo.core.error;

/** The kinds of errors that a caller may want to treat differently; the command ends with another status for each. */
public enum ErrorKind {
    /** The input exists but is damaged, empty or of an unsupported kind. */
    BAD_INPUT,
    /** The input is missing or unreadable. */
    MISSING_INPUT,
    /** The values that were given contradict each other or the model, for example a codec and a container. */
    USAGE,
    /** The output cannot be created. */
    CANNOT_CREATE,
    /** This machine lacks something, for example fonts. */
    UNAVAILABLE,
    /** Reading or writing failed midway, for example on a full disk. */
    IO,
    /** The machine has less memory than is needed. */
    MEMORY,
    /** The files of a model cannot be used. */
    WEIGHTS,
    /** The requested device does not exist or cannot be used. */
    DEVICE,
    /** The computation ended in NaN or infinity. */
    NOT_FINITE,
    /** The work folder holds frames that were made with other settings or inputs. */
    OTHER_JOB
}
