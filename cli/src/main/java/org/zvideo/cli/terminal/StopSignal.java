package org.zvideo.cli.terminal;

/** The signals that ask the program to stop, each by the name that the system gives it. */
enum StopSignal {
    INT,
    TERM,
    HUP
}
