package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avformat.AVFMT_TS_DISCONT;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * Follows the clock of a source from packet to packet and closes its jumps. A jump of the clock is not a jump of the
 * video: in joined recordings the second one starts at another time. Other streams tell it from a long pause: while one
 * of them pauses, the others continue. If the container allows for jumps (transport and program streams), a jump is
 * closed; elsewhere it is only reported. Nothing in a video lasts for hours in any container, so a jump that long is
 * closed everywhere, because no result could hold it. All times are in microseconds.
 */
final class SourceClock {
    private static final Rational MICROSECONDS = new Rational(1, 1_000_000);
    private static final long SECOND = 1_000_000;
    /** Without picture and audio for this long, and for this many pictures, the clock has jumped. */
    private static final long FORWARD = SECOND;

    private static final int PICTURES = 10;
    /** The limit for containers whose clock hardly ever jumps. */
    private static final long FORWARD_ELSEWHERE = 60 * SECOND;
    /** No picture and no pause lasts this long; MP4 counts it in 31 bits of its time base. */
    private static final long HOURS = 6 * 3600 * SECOND;
    /** The packets of a stream are in order, except for rounding. */
    private static final long BACKWARD = SECOND / 5;

    private static final long UNKNOWN = Long.MIN_VALUE;

    private final Demuxer demuxer;
    private final boolean mayStep;
    private final Track[] tracks;
    private final TreeSet<Long> offsets = new TreeSet<>(List.of(0L));
    private long newest;

    /** The position of one stream's clock. */
    private static final class Track {
        private final boolean steady;
        private long offset;
        private long end = UNKNOWN;
        private long pauseFrom = UNKNOWN;
        private long pauseTo = UNKNOWN;

        private Track(boolean steady) {
            this.steady = steady;
        }
    }

    SourceClock(Demuxer demuxer) {
        this.demuxer = demuxer;
        this.mayStep = (demuxer.format().iformat().flags() & AVFMT_TS_DISCONT) != 0;
        this.tracks = new Track[demuxer.format().nb_streams()];
        for (int n = 0; n < tracks.length; n++) {
            tracks[n] = new Track(n == demuxer.video().index()
                    || demuxer.format().streams(n).codecpar().codec_type() == AVMEDIA_TYPE_AUDIO);
        }
    }

    /**
     * Moves a packet to the time that it has without the jumps before it.
     *
     * @return what was found, in words
     */
    Optional<String> follow(AVPacket packet) {
        if (packet.stream_index() >= tracks.length) {
            return Optional.empty(); // a stream that appears later is not copied
        }
        AVStream stream = demuxer.format().streams(packet.stream_index());
        long time = packet.dts() == AV_NOPTS_VALUE ? packet.pts() : packet.dts();
        if (time == AV_NOPTS_VALUE || FfmpegCalls.isCover(stream)) {
            return Optional.empty();
        }
        if (duration(packet, stream) > HOURS) {
            throw demuxer.bad(String.format(
                    Locale.ROOT,
                    "at %.3f s something lasts %.0f s: its times are damaged",
                    time * Rational.of(stream.time_base()).value(),
                    duration(packet, stream) / 1e6));
        }
        Track track = tracks[packet.stream_index()];
        long read = av_rescale_q(time, stream.time_base(), MICROSECONDS.toFfmpeg());
        Optional<String> finding = track.steady ? step(track, read, usual(packet, stream)) : Optional.empty();
        if (!track.steady) {
            track.offset = nearest(read);
        }
        track.end = read + track.offset + duration(packet, stream);
        if (track.offset != 0) {
            long shift = av_rescale_q(track.offset, MICROSECONDS.toFfmpeg(), stream.time_base());
            packet.pts(packet.pts() == AV_NOPTS_VALUE ? AV_NOPTS_VALUE : packet.pts() + shift);
            packet.dts(packet.dts() == AV_NOPTS_VALUE ? AV_NOPTS_VALUE : packet.dts() + shift);
        }
        return finding;
    }

    private static long duration(AVPacket packet, AVStream stream) {
        return av_rescale_q(Math.max(0, packet.duration()), stream.time_base(), MICROSECONDS.toFfmpeg());
    }

    private static long usual(AVPacket packet, AVStream stream) {
        Rational rate = Rational.of(stream.avg_frame_rate());
        return Math.max(duration(packet, stream), rate.known() ? Math.round(SECOND / rate.value()) : 0);
    }

    private Optional<String> step(Track track, long read, long usual) {
        if (track.end == UNKNOWN) {
            track.offset = newest;
            return Optional.empty();
        }
        long forward = mayStep ? Math.max(FORWARD, PICTURES * usual) : FORWARD_ELSEWHERE;
        if (!jumps(track, read + track.offset, forward)) {
            return Optional.empty();
        }
        if (!jumps(track, read + newest, forward)) {
            track.offset = newest; // the jump that another stream has met already
            return Optional.empty();
        }
        long time = read + track.offset;
        boolean ahead = time > track.end;
        if (!mayStep && time <= track.end + HOURS) {
            return ahead && pausedTogether(track, time) ? Optional.of(forward(track, time)) : Optional.empty();
        }
        if (ahead && time <= track.end + HOURS && othersGoOn(track, time)) {
            return Optional.empty();
        }
        String finding = ahead
                ? forward(track, time)
                : String.format(Locale.ROOT, "timestamps go back at %.3f s: it is a joined file", track.end / 1e6);
        newest = track.end - read;
        track.offset = newest;
        offsets.add(newest);
        return Optional.of(finding);
    }

    private static String forward(Track track, long time) {
        return String.format(
                Locale.ROOT,
                "its clock jumps forward by %.3f s at %.3f s: it is a joined file",
                (time - track.end) / 1e6,
                track.end / 1e6);
    }

    private static boolean jumps(Track track, long time, long forward) {
        return time < track.end - BACKWARD || time > track.end + forward;
    }

    /** Streams are interleaved within at most a second of playing time. */
    private boolean othersGoOn(Track track, long time) {
        long half = track.end + (time - track.end) / 2;
        for (Track other : tracks) {
            if (other != track && other.steady && other.end != UNKNOWN && other.end > half) {
                return true;
            }
        }
        return false;
    }

    private boolean pausedTogether(Track track, long time) {
        track.pauseFrom = track.end;
        track.pauseTo = time;
        for (Track other : tracks) {
            if (other != track
                    && other.pauseTo != UNKNOWN
                    && Math.abs(other.pauseFrom - track.pauseFrom) < SECOND
                    && Math.abs(other.pauseTo - track.pauseTo) < SECOND) {
                return true;
            }
        }
        return false;
    }

    /** For streams with pauses: the offset that brings a timestamp nearest to that of the pictures. */
    private long nearest(long read) {
        long pictures = tracks[demuxer.video().index()].end;
        return pictures == UNKNOWN
                ? newest
                : offsets.stream()
                        .min((a, b) -> Long.compare(Math.abs(read + a - pictures), Math.abs(read + b - pictures)))
                        .orElseThrow();
    }
}
