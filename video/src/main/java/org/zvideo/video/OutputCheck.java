package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_get_exact_bits_per_sample;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.PointerPointer;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;

/**
 * Opens a finished file with a new demuxer, because success is what can be read back. Every stream must have at least
 * as many packets as were handed on, at the same first and last times. A stream without packets may exist or not, and
 * what a muxer adds of its own is not an error.
 */
final class OutputCheck {
    /** The tolerance of MP4's edit lists, in seconds. */
    private static final double MOVIE_UNIT = 0.001;
    /** Containers with timestamps; GIF has delays instead, and YUV4MPEG a rate. */
    private static final String CLOCKED = "mov|mp4|ipod|matroska|webm";

    private final String name;
    private final boolean clocked;
    private final double rounding;

    private OutputCheck(String name, AVOutputFormat container) {
        this.name = name;
        this.clocked = container.name().getString().matches(CLOCKED);
        this.rounding = FfmpegCalls.isMov(container) ? MOVIE_UNIT : 0;
    }

    /**
     * Fails unless the file contains what was written.
     *
     * @param container the container that was written
     * @param written the packets of each stream, in order
     * @param tags the tags that were handed to the muxer
     * @return the tags that are missing, in words
     */
    static List<String> verify(Path file, String name, AVOutputFormat container, List<Written> written, Tags tags) {
        OutputCheck check = new OutputCheck(name, container);
        AVFormatContext format = new AVFormatContext(null);
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "advanced_editlist", "0", 0); // without what an edit list hides
        int code = avformat_open_input(format, FfmpegCalls.url(file), null, options);
        av_dict_free(options);
        check.require(code, "cannot be read back");
        try {
            check.require(avformat_find_stream_info(format, (PointerPointer<?>) null), "cannot be read back");
            List<Written> found = IntStream.range(0, format.nb_streams())
                    .mapToObj(format::streams)
                    .map(Written::new)
                    .toList();
            check.read(format, found);
            return tags.missingIn(Tags.of(format), check.compare(written, found));
        } finally {
            avformat_close_input(format);
        }
    }

    private void require(int code, String what) {
        FfmpegCalls.check(code, ErrorKind.IO, "output " + name + ": " + what);
    }

    private void read(AVFormatContext format, List<Written> found) {
        AVPacket packet = av_packet_alloc();
        try {
            int code = av_read_frame(format, packet);
            while (code >= 0) {
                if (packet.stream_index() < found.size()) {
                    found.get(packet.stream_index()).add(packet);
                }
                av_packet_unref(packet);
                code = av_read_frame(format, packet);
            }
            if (code != AVERROR_EOF()) {
                require(code, "cannot be read back to its end");
            }
        } finally {
            av_packet_free(packet);
        }
    }

    /** Finds the position of each stream. Muxers keep their order, so each is searched for after the one before. */
    private Map<Integer, Integer> compare(List<Written> written, List<Written> found) {
        Map<Integer, Integer> where = new TreeMap<>();
        List<Written> left = new ArrayList<>(
                found.stream().filter(stream -> stream.packets() > 0).toList());
        for (Written stream : written) {
            if (FfmpegCalls.isCover(stream.stream())) {
                continue; // an attached file in some containers
            }
            Written same = left.stream()
                    .filter(other ->
                            kind(other.stream()) == kind(stream.stream()) && !FfmpegCalls.isCover(other.stream()))
                    .findFirst()
                    .orElse(null);
            if (same == null) {
                throw missing(stream, "nothing");
            }
            left.subList(0, left.indexOf(same) + 1).clear();
            compare(stream, same);
            where.put(stream.stream().index(), same.stream().index());
        }
        return where;
    }

    private static int kind(AVStream stream) {
        return stream.codecpar().codec_type();
    }

    private void compare(Written written, Written found) {
        boolean recut = av_get_exact_bits_per_sample(written.stream().codecpar().codec_id()) > 0; // PCM in MOV
        if (recut && found.bytes() < written.bytes()) {
            throw missing(written, found.bytes() + " of " + written.bytes() + " bytes");
        }
        if (!recut && found.packets() < written.packets()) {
            throw missing(written, found.packets() + " of " + written.packets() + " packets");
        }
        if (!clocked || !written.timed() || !found.timed()) {
            return;
        }
        double tolerance = 2 * Math.max(written.unit(), found.unit()) + rounding;
        boolean more = recut || found.packets() > written.packets(); // MP4 fills and closes text tracks
        boolean shorter =
                found.first() > written.first() + tolerance || !recut && found.last() < written.last() - tolerance;
        boolean longer = found.first() < written.first() - tolerance || found.last() > written.last() + tolerance;
        if (shorter || !more && longer) {
            throw missing(
                    written,
                    String.format(
                            Locale.ROOT,
                            "other times (%.3f to %.3f s instead of %.3f to %.3f s)",
                            found.first(),
                            found.last(),
                            written.first(),
                            written.last()));
        }
    }

    private MediaException missing(Written stream, String what) {
        return new MediaException(
                ErrorKind.IO,
                "output " + name + ": " + StreamPlan.named(stream.stream(), "")
                        + " has " + what
                        + " when it is read back; finished work is kept: run it again, to another disk if this one is"
                        + " full");
    }
}
