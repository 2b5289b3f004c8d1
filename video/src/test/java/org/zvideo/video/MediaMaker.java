package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_INTERLACED_DCT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_INTERLACED_ME;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_ch_layout;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame_rate;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_sample_rate;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_time_base;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_get_by_name;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_config;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_create_filter;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_parse_ptr;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_free;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_DATA;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strdup;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterInOut;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.zvideo.core.error.ErrorKind;

/**
 * Makes media for tests as the ffmpeg program would ({@code -f lavfi -i GRAPH -c ENCODER}), which does not start on
 * machines without a sound server.
 */
public final class MediaMaker implements AutoCloseable {
    private final AVFormatContext format = new AVFormatContext(null);
    private final List<Packet> packets = new ArrayList<>();
    private final AVDictionary options = new AVDictionary(null);

    private record Packet(AVPacket data, AVRational timeBase) {}

    private MediaMaker(Path file) {
        av_log_set_level(AV_LOG_ERROR);
        check(avformat_alloc_output_context2(format, null, null, file.toString()));
        AVIOContext io = new AVIOContext(null);
        check(avio_open(io, "file:" + file, AVIO_FLAG_WRITE));
        format.pb(io);
    }

    public static MediaMaker of(Path file) {
        return new MediaMaker(file);
    }

    private static int check(int code) {
        return FfmpegCalls.check(code, ErrorKind.IO, "making test media");
    }

    /** Adds a stream from a graph like {@code testsrc2=d=1,format=yuv420p}. */
    public MediaMaker stream(String graph, String encoder, Map<String, String> settings, Consumer<AVStream> stream) {
        AVFilterGraph filters = avfilter_graph_alloc();
        AVFilterContext sink = sink(filters, graph);
        AVCodec codec = FfmpegCalls.notNull(avcodec_find_encoder_by_name(encoder), ErrorKind.IO, encoder);
        AVCodecContext context = avcodec_alloc_context3(codec);
        AVFrame frame = av_frame_alloc();
        int first = av_buffersink_get_frame(sink, frame);
        if (codec.type() == AVMEDIA_TYPE_VIDEO) {
            check(first);
            context.width(frame.width()).height(frame.height()).pix_fmt(frame.format());
            context.sample_aspect_ratio(frame.sample_aspect_ratio());
            context.framerate(av_buffersink_get_frame_rate(sink));
            context.colorspace(frame.colorspace()).color_primaries(frame.color_primaries());
            context.color_trc(frame.color_trc()).color_range(frame.color_range());
            if ((frame.flags() & AVFrame.AV_FRAME_FLAG_INTERLACED) != 0) {
                context.flags(context.flags() | AV_CODEC_FLAG_INTERLACED_DCT | AV_CODEC_FLAG_INTERLACED_ME);
            }
        } else {
            check(first);
            context.sample_rate(av_buffersink_get_sample_rate(sink)).sample_fmt(frame.format());
            AVChannelLayout layout = new AVChannelLayout();
            check(av_buffersink_get_ch_layout(sink, layout));
            check(av_channel_layout_copy(context.ch_layout(), layout));
        }
        context.time_base(av_buffersink_get_time_base(sink));
        context.flags(context.flags()
                | AV_CODEC_FLAG_BITEXACT
                | ((format.oformat().flags() & AVFMT_GLOBALHEADER) != 0 ? AV_CODEC_FLAG_GLOBAL_HEADER : 0));
        AVDictionary given = new AVDictionary(null);
        settings.forEach((key, value) -> av_dict_set(given, key, value, 0));
        check(avcodec_open2(context, codec, given));
        av_dict_free(given);
        AVStream to = avformat_new_stream(format, null);
        check(avcodec_parameters_from_context(to.codecpar(), context));
        to.time_base(context.time_base());
        to.avg_frame_rate(context.framerate());
        to.sample_aspect_ratio(context.sample_aspect_ratio());
        stream.accept(to);
        encode(context, frame, to);
        while (av_buffersink_get_frame(sink, frame) >= 0) {
            encode(context, frame, to);
        }
        encode(context, null, to);
        av_frame_free(frame);
        avcodec_free_context(context);
        avfilter_graph_free(filters);
        return this;
    }

    public MediaMaker stream(String graph, String encoder) {
        return stream(graph, encoder, Map.of(), stream -> {});
    }

    private static AVFilterContext sink(AVFilterGraph filters, String graph) {
        AVFilterContext sink = new AVFilterContext(null);
        boolean sound = graph.startsWith("sine") || graph.startsWith("aevalsrc") || graph.startsWith("anullsrc");
        check(avfilter_graph_create_filter(
                sink, avfilter_get_by_name(sound ? "abuffersink" : "buffersink"), "out", (String) null, null, filters));
        AVFilterInOut inputs = avfilter_inout_alloc()
                .name(av_strdup(new BytePointer("out")))
                .filter_ctx(sink)
                .pad_idx(0);
        inputs.next(null);
        AVFilterInOut outputs = new AVFilterInOut(null);
        check(avfilter_graph_parse_ptr(filters, graph, inputs, outputs, null));
        avfilter_inout_free(inputs);
        check(avfilter_graph_config(filters, null));
        return sink;
    }

    private void encode(AVCodecContext context, AVFrame frame, AVStream to) {
        if (frame != null) {
            frame.pict_type(0);
        }
        check(avcodec_send_frame(context, frame));
        AVPacket packet = av_packet_alloc();
        while (avcodec_receive_packet(context, packet) >= 0) {
            packet.stream_index(to.index());
            AVRational timeBase = new AVRational()
                    .num(context.time_base().num())
                    .den(context.time_base().den());
            packets.add(new Packet(av_packet_clone(packet), timeBase));
        }
        av_packet_free(packet);
        if (frame != null) {
            av_frame_unref(frame);
        }
    }

    /** Adds a stream of texts, a second each. */
    MediaMaker texts(int codec, String language, String... texts) {
        AVStream to = avformat_new_stream(format, null);
        to.codecpar().codec_type(AVMEDIA_TYPE_SUBTITLE).codec_id(codec);
        to.time_base(new AVRational().num(1).den(1000));
        AVDictionary metadata = new AVDictionary(null);
        av_dict_set(metadata, "language", language, 0);
        to.metadata(metadata);
        for (int n = 0; n < texts.length; n++) {
            byte[] bytes = texts[n].getBytes(StandardCharsets.UTF_8);
            AVPacket packet = av_packet_alloc();
            check(av_new_packet(packet, bytes.length));
            packet.data().put(bytes, 0, bytes.length);
            packet.pts(1000L * n)
                    .dts(1000L * n)
                    .duration(900)
                    .stream_index(to.index())
                    .flags(AV_PKT_FLAG_KEY);
            packets.add(new Packet(packet, to.time_base()));
        }
        return this;
    }

    /** Adds a stream of data: so many packets, a tenth of a second each. */
    MediaMaker data(int codec, int count) {
        AVStream to = avformat_new_stream(format, null);
        to.codecpar().codec_type(AVMEDIA_TYPE_DATA).codec_id(codec);
        to.time_base(new AVRational().num(1).den(1000));
        for (int n = 0; n < count; n++) {
            AVPacket packet = av_packet_alloc();
            check(av_new_packet(packet, 20));
            packet.pts(100L * n)
                    .dts(100L * n)
                    .duration(100)
                    .stream_index(to.index())
                    .flags(AV_PKT_FLAG_KEY);
            packets.add(new Packet(packet, to.time_base()));
        }
        return this;
    }

    public MediaMaker option(String key, String value) {
        av_dict_set(options, key, value, 0);
        return this;
    }

    /** For what needs the context itself: metadata, chapters, attachments. */
    MediaMaker format(Consumer<AVFormatContext> change) {
        change.accept(format);
        return this;
    }

    /** Changes each packet before it is written, for example to damage it. */
    MediaMaker packets(Consumer<AVPacket> change) {
        packets.forEach(packet -> change.accept(packet.data()));
        return this;
    }

    /** Writes the file. */
    @Override
    public void close() {
        check(avformat_write_header(format, options));
        packets.sort((a, b) -> Double.compare(seconds(a), seconds(b)));
        for (Packet packet : packets) {
            AVStream to = format.streams(packet.data().stream_index());
            av_packet_rescale_ts(packet.data(), packet.timeBase(), to.time_base());
            check(av_interleaved_write_frame(format, packet.data()));
        }
        check(av_write_trailer(format));
        avio_closep(format.pb());
        avformat_free_context(format);
    }

    private static double seconds(Packet packet) {
        return packet.data().dts()
                * (double) packet.timeBase().num()
                / packet.timeBase().den();
    }
}
