package org.zvideo.cli;

/** How progress is shown on standard error. */
enum ProgressMode {
    /** A bar on a terminal, else a line every ten seconds. */
    AUTO,
    /** A line every ten seconds. */
    PLAIN,
    /** An object a line, for programs. */
    JSON,
    NONE
}
