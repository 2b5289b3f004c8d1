package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacpp.PointerPointer;
import org.zvideo.core.os.OperatingSystem;

/**
 * Writes one stream of a source into a container that is thrown away. What a muxer states about itself is not enough:
 * some reject a stream only with its header, others with one of its packets or at the end, and that must be known
 * before the work.
 */
final class MuxTrial implements AutoCloseable {
    private final AVStream from;
    private final AVFormatContext format = new AVFormatContext(null);
    private AVStream to;
    private int code;
    private long lastDts = AV_NOPTS_VALUE;

    MuxTrial(AVOutputFormat container, AVStream from) {
        this.from = from;
        code = avformat_alloc_output_context2(format, container, (String) null, (String) null);
        if (code >= 0) {
            to = avformat_new_stream(format, null);
            code = CodecParameters.copy(from.codecpar(), to.codecpar());
            to.time_base(from.time_base());
        }
        AVIOContext io = new AVIOContext(null);
        code = code < 0 ? code : avio_open(io, "file:" + OperatingSystem.here().nullDevice(), AVIO_FLAG_WRITE);
        if (code >= 0) {
            format.pb(io);
            code = avformat_write_header(format, (PointerPointer<?>) null);
        }
    }

    /** Whether everything has succeeded so far. */
    boolean accepted() {
        return code >= 0;
    }

    /** Takes a packet as it was read, and leaves it unchanged. */
    void take(AVPacket packet) {
        if (code < 0) {
            return;
        }
        AVPacket copy = av_packet_clone(packet);
        copy.stream_index(0);
        av_packet_rescale_ts(copy, from.time_base(), to.time_base());
        if (copy.dts() != AV_NOPTS_VALUE) {
            if (lastDts != AV_NOPTS_VALUE && copy.dts() <= lastDts) { // sorted when it is written
                copy.dts(lastDts + 1);
                copy.pts(Math.max(copy.pts(), copy.dts()));
            }
            lastDts = copy.dts();
        }
        code = av_write_frame(format, copy);
        av_packet_free(copy);
    }

    /** Ends the file, and returns why it was rejected, if it was. */
    String finish() {
        code = code < 0 ? code : av_write_trailer(format);
        return code < 0 ? "the container refuses it: " + FfmpegCalls.words(code) : "";
    }

    @Override
    public void close() {
        if (!format.isNull()) {
            if (format.pb() != null) {
                AVIOContext io = format.pb();
                format.pb(null);
                avio_closep(io);
            }
            avformat_free_context(format);
            format.setNull();
        }
    }
}
