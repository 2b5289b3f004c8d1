package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.util.SortedSet;
import java.util.TreeSet;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Packets of H.264 and HEVC of which no picture has come: each holds one, but the decoders leave out what they cannot begin
 * to understand without a word. Those that are shown before the first picture do not count: they belong to what was cut off.
 */
final class Unanswered {
    private final boolean counted;
    private final SortedSet<Long> times = new TreeSet<>();
    private long first = AV_NOPTS_VALUE;
    private boolean fields;

    Unanswered(int codec) {
        counted = codec == AV_CODEC_ID_H264 || codec == AV_CODEC_ID_HEVC;
    }

    void sent(AVPacket packet) {
        if (counted && packet.pts() != AV_NOPTS_VALUE && (packet.flags() & AV_PKT_FLAG_DISCARD) == 0) {
            times.add(packet.pts());
        }
    }

    /**
     * Notes a picture.
     *
     * @param halves whether it is made of two fields, which may have come in two packets
     */
    void came(long pts, boolean halves) {
        fields |= halves;
        if (first == AV_NOPTS_VALUE) {
            first = pts;
        }
        times.remove(pts);
    }

    /** How many there are after the last packet. */
    int count() {
        return fields || first == AV_NOPTS_VALUE ? 0 : times.tailSet(first).size();
    }

    void reset() {
        times.clear();
        first = AV_NOPTS_VALUE;
    }
}
