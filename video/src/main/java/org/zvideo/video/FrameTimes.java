package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.util.function.DoubleConsumer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * The timestamps of a source's frames, in units of its video stream. Each has an end, and they never go back. A frame
 * without a timestamp follows the one before, and a packet without a picture extends it.
 */
final class FrameTimes {
    private static final Rational MICROSECONDS = new Rational(1, 1_000_000);

    private final AVStream stream;
    private final Pauses pauses = new Pauses();
    private long first = AV_NOPTS_VALUE;
    private long last = AV_NOPTS_VALUE;
    private long next = AV_NOPTS_VALUE;

    FrameTimes(AVStream stream) {
        this.stream = stream;
    }

    /** Records a packet before it is decoded. */
    void read(AVPacket packet) {
        pauses.read(packet);
    }

    /**
     * Determines the time of the next frame.
     *
     * @param back receives the time of the frame before, in seconds, if times go back there
     */
    long place(AVFrame decoded, DoubleConsumer back) {
        long pts = decoded.pts();
        if (pts == AV_NOPTS_VALUE) {
            pts = next == AV_NOPTS_VALUE ? 0 : next;
        }
        if (last != AV_NOPTS_VALUE && pts <= last) {
            if (pts < last) {
                back.accept(microseconds(last) / 1e6);
            }
            pts = Math.max(last + 1, pts < last ? next : 0); // two frames at the same time: rounding
        }
        return pts;
    }

    /** Takes the frame whose time was determined. */
    void advance(long pts, long duration) {
        last = pts;
        next = pts + duration;
    }

    /** Counts the newest frame as part of what is read. */
    void keep() {
        first = first == AV_NOPTS_VALUE ? last : first;
    }

    /** Extends the newest frame by the packets without a picture that followed it. */
    void lengthen() {
        if (started()) {
            next = pauses.end(next);
        }
    }

    /** Forgets the frames so far, because reading starts at another position. */
    void restart() {
        last = AV_NOPTS_VALUE;
        next = AV_NOPTS_VALUE;
    }

    /** Whether there was a frame since the start or {@link #restart}. */
    boolean started() {
        return last != AV_NOPTS_VALUE;
    }

    /** The time of the part's first frame. */
    long first() {
        return first;
    }

    /** The end of the newest frame. */
    long end() {
        return next;
    }

    long microseconds(long pts) {
        return av_rescale_q(pts, stream.time_base(), MICROSECONDS.toFfmpeg());
    }
}
