package org.zvideo.server.queue;

/**
 * How a job ended.
 *
 * @param done    whether there is a result
 * @param kind    of the failure; {@code DONE} otherwise
 * @param detail  the line that the command would have ended with
 * @param seconds that the last run of it took
 */
public record Outcome(boolean done, String kind, String detail, double seconds) {}
