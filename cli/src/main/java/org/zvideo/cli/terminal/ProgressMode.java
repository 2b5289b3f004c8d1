package org.zvideo.cli.terminal;

/** How progress is shown on standard error. */
public enum ProgressMode {
    /** A bar on a terminal, otherwise a line every ten seconds. */
    AUTO,
    /** A line every ten seconds. */
    PLAIN,
    /** One JSON object per line, for programs. */
    JSON,
    NONE
}
