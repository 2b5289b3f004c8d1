package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.javacpp.PointerPointer;

/** Opens a finished file with a fresh demuxer and counts what is in it: success is what can be read back. */
final class OutputCheck {
    private OutputCheck() {
    }

    /** Fails unless every stream of the file has exactly the packets that were written. */
    static void verify(Path file, String name, Map<Integer, Long> expected) {
        AVFormatContext format = new AVFormatContext(null);
        FfmpegCalls.check(avformat_open_input(format, "file:" + file.toAbsolutePath(), null, null),
                MediaException.Problem.IO, "output " + name + ": cannot be read back");
        AVPacket packet = av_packet_alloc();
        try {
            FfmpegCalls.check(avformat_find_stream_info(format, (PointerPointer<?>) null), MediaException.Problem.IO,
                    "output " + name + ": cannot be read back");
            Map<Integer, Long> found = new HashMap<>();
            int code = av_read_frame(format, packet);
            while (code >= 0) {
                found.merge(packet.stream_index(), 1L, Long::sum);
                av_packet_unref(packet);
                code = av_read_frame(format, packet);
            }
            if (code != AVERROR_EOF() || !found.equals(expected)) {
                throw new MediaException(MediaException.Problem.IO, "output " + name + ": packets per stream written "
                        + expected + ", read back " + found + "; is the disk full?");
            }
        } finally {
            av_packet_free(packet);
            avformat_close_input(format);
        }
    }
}
