package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entries_count;

import java.util.Optional;

/** What the container states about itself must be true: a truncated video must not pass for a short one. */
final class SourceEnd {
    private SourceEnd() {}

    /**
     * Whatever contradicts it, once a source was read to its end.
     *
     * @param packets that were read of its video
     */
    static Optional<String> finding(Demuxer demuxer, long packets) {
        int declared = avformat_index_get_entries_count(demuxer.video());
        boolean indexed = demuxer.format().iformat().name().getString().startsWith("mov");
        return indexed && packets < declared
                ? Optional.of("the file ends after " + packets + " of " + declared + " packets: it is truncated")
                : demuxer.incomplete();
    }
}
