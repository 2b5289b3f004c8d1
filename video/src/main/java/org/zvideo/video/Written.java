package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** What was handed to the muxer of one stream. Times are in the stream's units. */
final class Written {
    private final AVStream stream;
    private long packets;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private long bytes;

    Written(AVStream stream) {
        this.stream = stream;
    }

    void add(AVPacket packet) {
        packets++;
        bytes += packet.size();
        long pts = packet.pts() == AV_NOPTS_VALUE ? packet.dts() : packet.pts();
        if (pts != AV_NOPTS_VALUE) {
            first = Math.min(first, pts);
            last = Math.max(last, pts);
        }
    }

    /** Whether any packet had a time. */
    boolean timed() {
        return first <= last;
    }

    AVStream stream() {
        return stream;
    }

    long packets() {
        return packets;
    }

    long bytes() {
        return bytes;
    }

    /** In seconds. */
    double first() {
        return first * unit();
    }

    /** When the last one begins, in seconds. */
    double last() {
        return last * unit();
    }

    double unit() {
        return Rational.of(stream.time_base()).value();
    }
}
