package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_compare_ts;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * The shift from the source's clock to the output's. A source may start at any time, a recording even at ten hours. The
 * output starts at 0 with the earliest of its streams, and all intervals are kept.
 *
 * @param origin the source's time that becomes 0
 * @param timeBase its unit
 */
record TimeShift(long origin, Rational timeBase) {
    /** The earlier of this and another origin. */
    TimeShift earlier(long time, Rational unit) {
        return av_compare_ts(time, unit.toFfmpeg(), origin, timeBase.toFfmpeg()) < 0 ? new TimeShift(time, unit) : this;
    }

    /** What to subtract from timestamps in the given units. */
    long in(AVRational unit) {
        return av_rescale_q(origin, timeBase.toFfmpeg(), unit);
    }

    /** Moves the timestamps of a packet, which are in the given units. */
    void apply(AVPacket packet, AVRational unit) {
        long shift = in(unit);
        packet.pts(packet.pts() == AV_NOPTS_VALUE ? AV_NOPTS_VALUE : packet.pts() - shift);
        packet.dts(packet.dts() == AV_NOPTS_VALUE ? AV_NOPTS_VALUE : packet.dts() - shift);
    }
}
