package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_compare_ts;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * The packets of other streams that belong to a part of a video. They wait until its frames decide whether they lie
 * within it. Times are in the units of the video stream. This object owns the waiting packets.
 */
final class ClipPackets implements AutoCloseable {
    private static final long UNKNOWN = Long.MAX_VALUE;

    private final Demuxer demuxer;
    private final AVStream video;
    private final Deque<StreamPacket> waiting = new ArrayDeque<>();
    /** The other streams, and those that have nothing more before the end of the clip. */
    private final Set<Integer> others;

    private final Set<Integer> passed = new HashSet<>();

    /**
     * Records the frames so far.
     *
     * @param first time of the first frame
     * @param end end of the newest frame
     * @param complete whether the newest frame is the last that is wanted
     */
    record Span(long first, long end, boolean complete) {}

    ClipPackets(Demuxer demuxer) {
        this.demuxer = demuxer;
        this.video = demuxer.video();
        this.others = IntStream.range(0, demuxer.format().nb_streams())
                .filter(n -> n != video.index()
                        && !FfmpegCalls.isCover(demuxer.format().streams(n)))
                .boxed()
                .collect(Collectors.toSet());
    }

    void add(StreamPacket other) {
        waiting.add(other);
    }

    /** Records a packet that was read after the last frame; later packets of its stream are even later. */
    void readAfter(long end, AVPacket packet) {
        if (packet.dts() != AV_NOPTS_VALUE
                && av_compare_ts(
                                packet.dts(),
                                demuxer.timeBase(packet.stream_index()).toFfmpeg(),
                                end,
                                video.time_base())
                        >= 0) {
            passed.add(packet.stream_index());
        }
    }

    /** Whether no stream can have anything more for the part, so that reading can stop. */
    boolean complete() {
        return passed.containsAll(others);
    }

    /**
     * Passes on what lies within the frames so far: audio packets whose middle does, and subtitles of which any part
     * does.
     *
     * @param frames null if there are none
     * @param ended whether no more will come
     */
    void release(Span frames, boolean ended, Consumer<StreamPacket> next) {
        waiting.removeIf(other -> {
            boolean shown = demuxer.format().streams(other.stream()).codecpar().codec_type() == AVMEDIA_TYPE_SUBTITLE;
            long begin = at(other, shown ? 0 : 0.5);
            long end = shown ? endOf(other) : begin + 1;
            if (!ended && (begin >= frames.end || end == UNKNOWN && begin < frames.first)) {
                return false;
            }
            if (frames != null && end > frames.first && (begin < frames.end || !frames.complete)) {
                if (shown) {
                    beginBy(frames.first, other);
                }
                next.accept(other);
            } else {
                other.close();
            }
            return true;
        });
    }

    /** When a subtitle vanishes: one that does not say so does with the next of its stream, as those of Blu-ray discs. */
    private long endOf(StreamPacket subtitle) {
        if (subtitle.packet().duration() > 0) {
            return at(subtitle, 1);
        }
        boolean after = false;
        for (StreamPacket other : waiting) {
            if (after && other.stream() == subtitle.stream()) {
                return at(other, 0);
            }
            after |= other == subtitle;
        }
        return UNKNOWN;
    }

    /** The time at which this fraction of a packet has passed. */
    private long at(StreamPacket other, double share) {
        AVPacket data = other.packet();
        long begin = data.pts() == AV_NOPTS_VALUE ? data.dts() : data.pts();
        return av_rescale_q(
                begin + (long) (share * data.duration()),
                demuxer.timeBase(other.stream()).toFfmpeg(),
                video.time_base());
    }

    /** A subtitle that is already visible when the clip starts, starts with it. */
    private void beginBy(long first, StreamPacket other) {
        AVPacket data = other.packet();
        long start = av_rescale_q(
                first, video.time_base(), demuxer.timeBase(other.stream()).toFfmpeg());
        if (data.pts() != AV_NOPTS_VALUE && data.pts() < start) {
            data.duration(Math.max(0, data.duration() - (start - data.pts())));
            data.pts(start);
            data.dts(start);
        }
    }

    @Override
    public void close() {
        waiting.forEach(StreamPacket::close);
        waiting.clear();
    }
}
