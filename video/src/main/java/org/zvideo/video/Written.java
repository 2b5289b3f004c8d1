package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_get_exact_bits_per_sample;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** What was handed to the muxer for one stream. Times are in the stream's units. */
final class Written {
    private final AVStream stream;
    /** The duration of a sample of PCM; muxers drop shorter times. */
    private final int whole;

    private long packets;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private long bytes;

    Written(AVStream stream) {
        this.stream = stream;
        this.whole = Math.max(
                1,
                av_get_exact_bits_per_sample(stream.codecpar().codec_id())
                        / Byte.SIZE
                        * stream.codecpar().ch_layout().nb_channels());
    }

    void add(AVPacket packet) {
        packets++;
        bytes += packet.size() - packet.size() % whole;
        long pts = packet.pts() == AV_NOPTS_VALUE ? packet.dts() : packet.pts();
        if (pts != AV_NOPTS_VALUE) {
            first = Math.min(first, pts);
            last = Math.max(last, pts);
        }
    }

    /** Whether any packet had a timestamp. */
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

    /** The duration, in seconds. */
    double first() {
        return first * unit();
    }

    /** The start of the last packet, in seconds. */
    double last() {
        return last * unit();
    }

    double unit() {
        return Rational.of(stream.time_base()).value();
    }
}
