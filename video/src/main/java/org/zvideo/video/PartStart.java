package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Decides where reading a part of a video starts. Frames that are shown before a key frame may follow it in the file,
 * and cannot be decoded from it. If the first decoded frame is later than what is wanted, reading starts one key frame
 * earlier.
 */
final class PartStart {
    private static final int TRIES = 2;

    private int tries;
    private long begin = AV_NOPTS_VALUE;
    private long before = AV_NOPTS_VALUE;
    private boolean late;
    private boolean first;

    /** Records the first packet since the last seek. */
    void read(AVPacket packet) {
        if (begin == AV_NOPTS_VALUE) {
            begin = packet.dts() == AV_NOPTS_VALUE
                    ? packet.pts()
                    : packet.pts() == AV_NOPTS_VALUE ? packet.dts() : Math.min(packet.dts(), packet.pts());
            first |= before != AV_NOPTS_VALUE && begin >= before; // there is nothing earlier
        }
    }

    /** Whether the first decoded frame is too late although earlier ones may exist. */
    boolean isLate(long pts, long wanted) {
        late = wanted != Long.MIN_VALUE && pts > wanted && !first && begin != AV_NOPTS_VALUE;
        return late;
    }

    /**
     * Whether the file may contain what is wanted although no frame of it was decoded: near the end some codecs need an
     * earlier start.
     */
    boolean mayHaveMissed(long wanted) {
        return wanted != Long.MIN_VALUE && !first && begin != AV_NOPTS_VALUE && tries++ < TRIES;
    }

    /** Whether {@link #goBack} is due. */
    boolean late() {
        return late;
    }

    /** Seeks to the key frame before the one where reading started, and returns false if the container cannot. */
    boolean goBack(Demuxer demuxer) {
        late = false;
        before = begin;
        begin = AV_NOPTS_VALUE;
        first = !demuxer.seekBefore(before - 1);
        return !first;
    }
}
