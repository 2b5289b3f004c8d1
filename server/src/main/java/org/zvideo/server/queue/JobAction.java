package org.zvideo.server.queue;

/** What can be asked of a job. */
public enum JobAction {
    PAUSE,
    RESUME,
    STOP,
    RETRY,
    /** Deletes the frames that are kept of it; the result stays. */
    FREE,
    /** Makes the result once more with another look, from the frames that are kept. */
    ADJUST,
    /** Takes it off the list; the result stays. */
    REMOVE
}
