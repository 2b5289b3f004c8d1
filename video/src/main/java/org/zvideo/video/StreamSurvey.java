package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_SKIP_SAMPLES;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * Finds the span of a stream from its packets, in the order in which they are passed on. Its start is the earliest time
 * that is seen or heard: what is only decoded (the priming of audio, what an edit list hides) lies before it.
 */
final class StreamSurvey {
    private final AVStream stream;
    private final boolean sound;
    private long packets;
    private boolean encrypted;
    private long begin = AV_NOPTS_VALUE;
    private long heardFrom = AV_NOPTS_VALUE;

    StreamSurvey(AVStream stream) {
        this.stream = stream;
        this.sound = stream.codecpar().codec_type() == AVMEDIA_TYPE_AUDIO;
    }

    void take(AVPacket packet) {
        packets++;
        encrypted |= Protection.of(packet);
        long pts = packet.pts() == AV_NOPTS_VALUE ? packet.dts() : packet.pts();
        if (pts == AV_NOPTS_VALUE) {
            return;
        }
        if (!sound) {
            begin = begin == AV_NOPTS_VALUE ? pts : Math.min(begin, pts);
        } else if (begin == AV_NOPTS_VALUE) {
            listen(packet, pts);
        }
    }

    private void listen(AVPacket packet, long pts) {
        long skipped = skipped(packet);
        heardFrom = skipped > 0 ? pts + skipped : heardFrom;
        boolean hidden =
                (packet.flags() & AV_PKT_FLAG_DISCARD) != 0 || packet.duration() > 0 && skipped >= packet.duration();
        if (!hidden) {
            begin = Math.max(pts, heardFrom); // the least number if nothing was stated
        }
    }

    /** The inaudible part of a packet, in units of its stream. */
    private long skipped(AVPacket packet) {
        try (SizeTPointer size = new SizeTPointer(1)) {
            BytePointer data = av_packet_get_side_data(packet, AV_PKT_DATA_SKIP_SAMPLES, size);
            int rate = stream.codecpar().sample_rate();
            if (data == null || size.get() < Integer.BYTES || rate < 1) {
                return 0;
            }
            long samples = data.capacity(Integer.BYTES)
                            .asByteBuffer()
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getInt()
                    & 0xffffffffL;
            return av_rescale_q(samples, new AVRational().num(1).den(rate), stream.time_base());
        }
    }

    /**
     * The result.
     *
     * @param from when the part starts, in the stream's units; what sounds before it is not heard. The least value for
     *     the whole.
     * @param refusal why the output cannot hold it, or empty
     */
    StreamSpan span(long from, String refusal) {
        if (packets == 0) {
            return StreamSpan.NOTHING;
        }
        return new StreamSpan(
                packets,
                begin == AV_NOPTS_VALUE ? Math.max(0, from) : sound ? Math.max(begin, from) : begin,
                encrypted ? Protection.WHY : refusal);
    }
}
