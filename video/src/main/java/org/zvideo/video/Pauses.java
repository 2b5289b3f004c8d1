package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Packets without bytes, with which many containers say that the picture before lasts longer. */
final class Pauses {
    /** When each begins and ends. */
    private final Map<Long, Long> ends = new HashMap<>();

    /** Notes a packet if it is one. */
    void read(AVPacket packet) {
        long begin = packet.pts() == AV_NOPTS_VALUE ? packet.dts() : packet.pts();
        if (packet.size() == 0 && begin != AV_NOPTS_VALUE && packet.duration() > 0) {
            ends.put(begin, begin + packet.duration());
        }
    }

    /** When a picture ends that would end at a time. */
    long end(long time) {
        long end = time;
        for (Long later = ends.remove(end); later != null; later = ends.remove(end)) {
            end = later;
        }
        return end;
    }
}
