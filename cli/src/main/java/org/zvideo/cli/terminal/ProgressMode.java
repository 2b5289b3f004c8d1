package org.zvideo.cli.terminal;

/** How progress is shown on standard error. */
public enum ProgressMode {
    /** A bar on a terminal, else a line every ten seconds. */
    AUTO,
    /** A line every ten seconds. */
    PLAIN,
    /** An object a line, for programs. */
    JSON,
    NONE
}
