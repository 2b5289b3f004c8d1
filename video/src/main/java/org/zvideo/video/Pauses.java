package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Empty packets, with which many containers state that the picture before lasts longer. */
final class Pauses {
    /** The start and the end of each. */
    private final Map<Long, Long> ends = new HashMap<>();

    /** Records a packet if it is empty. */
    void read(AVPacket packet) {
        long begin = packet.pts() == AV_NOPTS_VALUE ? packet.dts() : packet.pts();
        if (packet.size() == 0 && begin != AV_NOPTS_VALUE && packet.duration() > 0) {
            ends.put(begin, begin + packet.duration());
        }
    }

    /** The end of a picture that would otherwise end at the given time. */
    long end(long time) {
        long end = time;
        for (Long later = ends.remove(end); later != null; later = ends.remove(end)) {
            end = later;
        }
        return end;
    }
}
