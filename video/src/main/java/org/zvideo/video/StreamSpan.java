package org.zvideo.video;

/**
 * What a part of a source has of one of its streams.
 *
 * @param packets number of packets that are passed on
 * @param begin when the stream is first seen or heard, in the stream's units
 * @param refusal why the output's container cannot hold its packets; empty if it can
 */
public record StreamSpan(long packets, long begin, String refusal) {
    /** The span of a stream without content. */
    public static final StreamSpan NOTHING = new StreamSpan(0, 0, "");

    /** Whether the stream has any content. */
    public boolean any() {
        return packets > 0;
    }
}
