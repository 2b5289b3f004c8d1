package org.zvideo.video;

/**
 * What a part of a source has of one of its streams.
 *
 * @param packets that are handed on
 * @param begin   when the stream is first seen or heard, in the stream's units
 * @param refusal why the output's container cannot hold its packets; empty if it can
 */
public record StreamSpan(long packets, long begin, String refusal) {
    /** Of a stream of which there is nothing. */
    public static final StreamSpan NOTHING = new StreamSpan(0, 0, "");

    /** Whether there is anything of it. */
    public boolean any() {
        return packets > 0;
    }
}
