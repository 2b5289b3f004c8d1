package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.util.SortedSet;
import java.util.TreeSet;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Packets of H.264 and HEVC for which no picture has come. Each contains one, but the decoders silently drop what they
 * cannot make sense of. Packets that are shown before the first picture do not count, because they belong to what was
 * cut off.
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
     * Records a picture.
     *
     * @param halves whether it consists of two fields, which may have come in two packets
     */
    void came(long pts, boolean halves) {
        fields |= halves;
        if (first == AV_NOPTS_VALUE) {
            first = pts;
        }
        times.remove(pts);
    }

    /** The number of such packets after the last one. */
    int count() {
        return fields || first == AV_NOPTS_VALUE ? 0 : times.tailSet(first).size();
    }

    void reset() {
        times.clear();
        first = AV_NOPTS_VALUE;
    }
}
