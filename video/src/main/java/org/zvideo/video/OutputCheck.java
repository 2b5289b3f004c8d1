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
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacpp.PointerPointer;
import org.zvideo.video.error.MediaException;

/** Opens a finished file with a fresh demuxer and counts what is in it: success is what can be read back. */
final class OutputCheck {
    private OutputCheck() {
    }

    /**
     * Fails unless every stream of the file has exactly the packets that were written.
     *
     * @param expected packets of each stream of pictures, sound and subtitles, in their order
     */
    static void verify(Path file, String name, List<Long> expected) {
        AVFormatContext format = new AVFormatContext(null);
        FfmpegCalls.check(avformat_open_input(format, "file:" + file.toAbsolutePath(), null, null),
                MediaException.Problem.IO, "output " + name + ": cannot be read back");
        AVPacket packet = av_packet_alloc();
        try {
            FfmpegCalls.check(avformat_find_stream_info(format, (PointerPointer<?>) null), MediaException.Problem.IO,
                    "output " + name + ": cannot be read back");
            Map<Integer, Long> found = new TreeMap<>();
            for (int n = 0; n < format.nb_streams(); n++) {
                if (counts(format.streams(n))) {
                    found.put(n, 0L);
                }
            }
            int code = av_read_frame(format, packet);
            while (code >= 0) {
                found.computeIfPresent(packet.stream_index(), (stream, count) -> count + 1);
                av_packet_unref(packet);
                code = av_read_frame(format, packet);
            }
            if (code != AVERROR_EOF() || !List.copyOf(found.values()).equals(expected)) {
                throw new MediaException(MediaException.Problem.IO, "output " + name + ": packets per stream written "
                        + expected + ", read back " + found.values() + "; is the disk full?");
            }
        } finally {
            av_packet_free(packet);
            avformat_close_input(format);
        }
    }

    /** Covers and chapters are streams in some containers only. */
    static boolean counts(AVStream stream) {
        int type = stream.codecpar().codec_type();
        if (av_get_exact_bits_per_sample(stream.codecpar().codec_id()) > 0) {
            return false; // MOV cuts PCM into other packets than it was given
        }
        return !FfmpegCalls.isCover(stream)
                && (type == AVMEDIA_TYPE_VIDEO || type == AVMEDIA_TYPE_AUDIO || type == AVMEDIA_TYPE_SUBTITLE);
    }
}
