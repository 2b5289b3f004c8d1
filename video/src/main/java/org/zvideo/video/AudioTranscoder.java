package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_CAP_VARIABLE_FRAME_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_get_sample_fmt_name;

import java.util.Locale;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.PointerPointer;
import org.zvideo.video.error.MediaException;

/** Sound for a container that cannot hold it as it is: Opus where Opus is at home, else AAC; same channels, same times. */
final class AudioTranscoder implements AutoCloseable {
    private static final int OPUS_RATE = 48_000;
    private static final long BITS_PER_CHANNEL = 96_000;

    private final String name;
    private final AVStream from;
    private final AVStream to;
    private final boolean opus;
    private AVCodecContext decoder;
    private AVCodecContext encoder;
    private AVFrame decoded = av_frame_alloc();
    private AVPacket packet = av_packet_alloc();
    private MediaGraph graph;

    /**
     * @param name of the output, in messages
     * @param from the source's stream
     * @param to   an empty stream of the output, which is set up
     */
    AudioTranscoder(String name, AVStream from, AVStream to, AVFormatContext output) {
        this.name = name;
        this.from = from;
        this.to = to;
        this.opus = output.oformat().name().getString().matches("webm|ogg|opus");
        try {
            openDecoder();
            openEncoder(output);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void openDecoder() {
        AVCodec codec = avcodec_find_decoder(from.codecpar().codec_id());
        if (codec == null || !ReadOptions.DEFAULT.allows(codec.name().getString())) {
            throw new MediaException(MediaException.Problem.USAGE, "output " + name + ": this container cannot hold the"
                    + " source's audio, and there is no decoder for it; use a name with .mkv");
        }
        decoder = avcodec_alloc_context3(codec);
        check(avcodec_parameters_to_context(decoder, from.codecpar()));
        decoder.pkt_timebase(from.time_base());
        check(avcodec_open2(decoder, codec, (PointerPointer<?>) null));
    }

    private void openEncoder(AVFormatContext output) {
        String kind = opus ? "libopus" : "aac";
        AVCodec codec = FfmpegCalls.notNull(avcodec_find_encoder_by_name(kind), MediaException.Problem.USAGE,
                "output " + name + ": this FFmpeg has no encoder " + kind);
        encoder = avcodec_alloc_context3(codec);
        int rate = opus ? OPUS_RATE : Math.min(96_000, decoder.sample_rate());
        encoder.sample_rate(rate).sample_fmt(opus ? AV_SAMPLE_FMT_FLT : AV_SAMPLE_FMT_FLTP);
        check(av_channel_layout_copy(encoder.ch_layout(), decoder.ch_layout()));
        encoder.bit_rate(BITS_PER_CHANNEL * decoder.ch_layout().nb_channels());
        encoder.time_base(new AVRational().num(1).den(rate));
        if ((output.oformat().flags() & AVFMT_GLOBALHEADER) != 0) {
            encoder.flags(encoder.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        }
        int code = avcodec_open2(encoder, codec, (PointerPointer<?>) null);
        if (code < 0) { // 5.1 with side speakers is 5.1 to most encoders
            av_channel_layout_default(encoder.ch_layout(), decoder.ch_layout().nb_channels());
            code = avcodec_open2(encoder, codec, (PointerPointer<?>) null);
        }
        FfmpegCalls.check(code, MediaException.Problem.USAGE,
                "output " + name + ": " + kind + " does not take the source's " + layout(decoder)
                + " audio; use a name with .mkv");
        check(avcodec_parameters_from_context(to.codecpar(), encoder));
        to.time_base(encoder.time_base());
    }

    private static String layout(AVCodecContext context) {
        return FfmpegCalls.layout(context.ch_layout());
    }

    private int check(int code) {
        return FfmpegCalls.check(code, MediaException.Problem.IO, "output " + name + ": re-encoding the sound");
    }

    /** What the sound became. */
    String codec() {
        return opus ? "opus" : "aac";
    }

    /** Takes a packet at its time in the output, or null for the end, and hands on what it became. */
    void push(AVPacket data, Consumer<AVPacket> next) {
        int sent = avcodec_send_packet(decoder, data);
        if (sent < 0 && sent != AVERROR_EOF()) {
            return; // a torn packet at a cut is silence
        }
        while (true) {
            int code = avcodec_receive_frame(decoder, decoded);
            if (code == AVERROR_EAGAIN() || code == AVERROR_EOF()) {
                break;
            }
            check(code);
            decoded.pts(decoded.best_effort_timestamp());
            graph = graph == null ? graph() : graph;
            graph.push(decoded, frame -> encode(frame, next));
            av_frame_unref(decoded);
        }
        if (data == null) {
            if (graph != null) {
                graph.push(null, frame -> encode(frame, next));
            }
            encode(null, next);
        }
    }

    private MediaGraph graph() {
        boolean fixed = (encoder.codec().capabilities() & AV_CODEC_CAP_VARIABLE_FRAME_SIZE) == 0 && encoder.frame_size() > 0;
        return MediaGraph.ofSound("output " + name, decoded, from.time_base(), String.format(Locale.ROOT,
                "aformat=sample_fmts=%s:sample_rates=%d:channel_layouts=%s%s",
                av_get_sample_fmt_name(encoder.sample_fmt()).getString(), encoder.sample_rate(), layout(encoder),
                fixed ? ",asetnsamples=" + encoder.frame_size() + ":p=0" : ""), encoder.time_base());
    }

    private void encode(AVFrame frame, Consumer<AVPacket> next) {
        check(avcodec_send_frame(encoder, frame));
        while (true) {
            int code = avcodec_receive_packet(encoder, packet);
            if (code == AVERROR_EAGAIN() || code == AVERROR_EOF()) {
                return;
            }
            check(code);
            packet.stream_index(to.index());
            av_packet_rescale_ts(packet, encoder.time_base(), to.time_base());
            next.accept(packet);
        }
    }

    @Override
    public void close() {
        if (graph != null) {
            graph.close();
            graph = null;
        }
        if (decoded != null) {
            av_frame_free(decoded);
            av_packet_free(packet);
            decoded = null;
            packet = null;
        }
        if (decoder != null) {
            avcodec_free_context(decoder);
            decoder = null;
        }
        if (encoder != null) {
            avcodec_free_context(encoder);
            encoder = null;
        }
    }
}
