package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * A packet of any stream but the video, to be copied. Owns the packet until closed.
 */
final class StreamPacket implements MediaItem {
    private final AVPacket packet;

    StreamPacket(AVPacket packet) {
        this.packet = packet;
    }

    AVPacket packet() {
        return packet;
    }

    /** Index of its stream in the source. */
    int stream() {
        return packet.stream_index();
    }

    @Override
    public void close() {
        av_packet_free(packet);
    }
}
