package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** A packet of any stream but the video, to be copied. It owns the native packet until it is closed. */
final class StreamPacket implements MediaItem {
    private final AVPacket packet;
    private final int stream;

    /**
     * Wraps a packet.
     *
     * @param packet as it was read: its stream index is stored now, because the packet's own field becomes that of the
     *     output
     */
    StreamPacket(AVPacket packet) {
        this.packet = packet;
        this.stream = packet.stream_index();
    }

    AVPacket packet() {
        return packet;
    }

    /** The index of its stream in the source, whatever was done to the packet since. */
    int stream() {
        return stream;
    }

    @Override
    public void close() {
        av_packet_free(packet);
    }
}
