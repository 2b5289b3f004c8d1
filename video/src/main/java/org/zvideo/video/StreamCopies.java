package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_query_codec;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** The source's audio and subtitle streams in the output: parameters, language, disposition, packets at their times. */
final class StreamCopies {
    private final VideoReader source;
    private final Map<Integer, AVStream> copies = new HashMap<>();
    private final List<String> dropped = new ArrayList<>();

    /**
     * Adds a stream to the output for each that is copied.
     *
     * @throws MediaException if the container cannot hold the source's audio
     */
    StreamCopies(VideoReader source, AVFormatContext output, String name) {
        this.source = source;
        for (int n = 0; n < source.format().nb_streams(); n++) {
            if (n != source.videoStream()) {
                add(n, source.format().streams(n), output, name);
            }
        }
    }

    private void add(int index, AVStream from, AVFormatContext output, String name) {
        int type = from.codecpar().codec_type();
        String codec = avcodec_get_name(from.codecpar().codec_id()).getString();
        boolean fits = avformat_query_codec(output.oformat(), from.codecpar().codec_id(), 0) == 1;
        if (type == AVMEDIA_TYPE_AUDIO && !fits) {
            throw new MediaException(MediaException.Problem.USAGE, "output " + name + ": this container cannot hold"
                    + " the source's " + codec + " audio; use a name with .mkv");
        }
        if (!fits || type != AVMEDIA_TYPE_AUDIO && type != AVMEDIA_TYPE_SUBTITLE) {
            dropped.add("stream " + index + " (" + codec + ")");
            return;
        }
        AVStream to = FfmpegCalls.notNull(avformat_new_stream(output, null), MediaException.Problem.IO,
                "output " + name + ": no memory for a stream");
        FfmpegCalls.check(avcodec_parameters_copy(to.codecpar(), from.codecpar()), MediaException.Problem.IO,
                "output " + name);
        to.codecpar().codec_tag(0);
        to.time_base(from.time_base());
        to.disposition(from.disposition());
        to.metadata(metadata(from.metadata()));
        copies.put(index, to);
    }

    /** A dictionary of its own; the struct that it is put into frees it. */
    static AVDictionary metadata(AVDictionary from) {
        AVDictionary to = new AVDictionary(null);
        av_dict_copy(to, from, 0);
        return to;
    }

    /** Streams of the source that are not in the output. */
    List<String> dropped() {
        return List.copyOf(dropped);
    }

    /** Readies a packet for the output; false if its stream is not copied. */
    boolean retarget(StreamPacket other) {
        AVStream to = copies.get(other.stream());
        if (to == null) {
            return false;
        }
        AVPacket data = other.packet();
        AVStream from = source.format().streams(other.stream());
        long shift = av_rescale_q(source.shift(), source.info().timeBase().toFfmpeg(), from.time_base());
        data.pts(data.pts() == AV_NOPTS_VALUE ? AV_NOPTS_VALUE : data.pts() - shift);
        data.dts(data.dts() == AV_NOPTS_VALUE ? AV_NOPTS_VALUE : data.dts() - shift);
        data.stream_index(to.index());
        data.pos(-1);
        av_packet_rescale_ts(data, from.time_base(), to.time_base());
        return true;
    }
}
