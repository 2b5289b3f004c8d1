package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_STILL_IMAGE;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_TIMED_THUMBNAILS;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * Picks the main video among the video streams of a file. Covers, stills and thumbnails do not count. The main one is
 * the stream that lasts clearly longer, else the default one, else the largest.
 *
 * @param index of the stream
 * @param note what to report about the choice; empty if there was none
 */
record MainVideo(int index, Optional<String> note) {
    private static final int NEVER = AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_TIMED_THUMBNAILS;
    /** Videos whose lengths differ by less count as equally long. */
    private static final double ALIKE = 0.9;

    private record Candidate(AVStream stream, long frames) {
        boolean standard() {
            return (stream.disposition() & AV_DISPOSITION_DEFAULT) != 0;
        }

        long pixels() {
            return (long) stream.codecpar().width() * stream.codecpar().height();
        }

        boolean still() {
            return frames == 1 || (stream.disposition() & AV_DISPOSITION_STILL_IMAGE) != 0;
        }
    }

    /**
     * Chooses the main video.
     *
     * @param counts counts the packets of streams, up to some number, for containers that do not state it
     * @return empty if there is no video
     */
    static Optional<MainVideo> of(AVFormatContext format, Supplier<Map<Integer, Long>> counts) {
        List<AVStream> films = IntStream.range(0, format.nb_streams())
                .mapToObj(format::streams)
                .filter(stream ->
                        stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO && (stream.disposition() & NEVER) == 0)
                .toList();
        if (films.size() < 2) {
            return films.stream().findFirst().map(film -> new MainVideo(film.index(), Optional.empty()));
        }
        boolean known = films.stream().allMatch(film -> declared(film) > 0);
        Map<Integer, Long> read = known ? Map.of() : counts.get();
        List<Candidate> all = films.stream()
                .map(film -> new Candidate(film, known ? declared(film) : read.getOrDefault(film.index(), 0L)))
                .toList();
        long most = all.stream().mapToLong(Candidate::frames).max().orElse(0);
        Candidate best = all.stream()
                .max(Comparator.comparing((Candidate one) -> !one.still())
                        .thenComparing(one -> one.frames >= ALIKE * most)
                        .thenComparing(Candidate::standard)
                        .thenComparing(Candidate::pixels)
                        .thenComparing(one -> -one.stream.index()))
                .orElseThrow();
        return Optional.of(new MainVideo(
                best.stream.index(),
                Optional.of(all.size() + " video streams: stream " + best.stream.index()
                        + " is used; to use another one, make a file without the others")));
    }

    /**
     * The number of frames that a container declares for a stream, or that follows from duration and rate; 0 if
     * unknown.
     */
    private static long declared(AVStream stream) {
        if (stream.nb_frames() > 0) {
            return stream.nb_frames();
        }
        Rational rate = Rational.of(stream.avg_frame_rate());
        return stream.duration() <= 0 || !rate.known()
                ? 0
                : Math.max(
                        1,
                        Math.round(stream.duration()
                                * Rational.of(stream.time_base()).value()
                                * rate.value()));
    }
}
