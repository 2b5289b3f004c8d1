package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avfilter.AV_BUFFERSRC_FLAG_KEEP_REF;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_h;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_sample_aspect_ratio;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_time_base;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_w;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersrc_add_frame_flags;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_get_by_name;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_config;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_create_filter;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_parse_ptr;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;
import static org.bytedeco.ffmpeg.global.avutil.av_strdup;

import java.util.Locale;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterInOut;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.zvideo.core.error.Closing;
import org.zvideo.core.error.ErrorKind;

/**
 * A chain of FFmpeg filters that preserves timestamps. Every picture that goes in comes out once, possibly later; audio
 * may be divided differently.
 */
final class MediaGraph implements AutoCloseable {
    private final String what;
    private final AVRational timeBase;
    private final String kind;
    private AVFilterGraph graph = avfilter_graph_alloc();
    private final AVFilterContext source = new AVFilterContext(null);
    private final AVFilterContext sink = new AVFilterContext(null);
    private AVFrame filtered = av_frame_alloc();

    private MediaGraph(String what, String kind, String properties, AVRational timeBase, String filters) {
        this.what = what;
        this.kind = kind;
        this.timeBase = timeBase;
        Closing.onFailure(this, () -> {
            build(properties, filters);
        });
    }

    /**
     * Creates a chain for pictures.
     *
     * @param what the file, in messages
     * @param first a frame with the size and format of all
     * @param timeBase time base of the frames' timestamps
     * @param filters in FFmpeg's syntax; a user's filters only after {@link GraphFilter} has accepted every name in
     *     them
     */
    static MediaGraph ofPictures(String what, AVFrame first, AVRational timeBase, String filters) {
        return new MediaGraph(
                what,
                "",
                String.format(
                        Locale.ROOT,
                        "video_size=%dx%d:pix_fmt=%d:time_base=%d/%d:pixel_aspect=%d/%d:colorspace=%d:range=%d",
                        first.width(),
                        first.height(),
                        first.format(),
                        timeBase.num(),
                        timeBase.den(),
                        first.sample_aspect_ratio().num(),
                        Math.max(1, first.sample_aspect_ratio().den()),
                        first.colorspace(),
                        first.color_range()),
                timeBase,
                filters);
    }

    /**
     * Filters sound.
     *
     * @param result of the timestamps that come out
     */
    static MediaGraph ofSound(String what, AVFrame first, AVRational timeBase, String filters, AVRational result) {
        return new MediaGraph(
                what,
                "a",
                String.format(
                        Locale.ROOT,
                        "sample_rate=%d:sample_fmt=%d:channel_layout=%s:time_base=%d/%d",
                        first.sample_rate(),
                        first.format(),
                        FfmpegCalls.layout(first.ch_layout()),
                        timeBase.num(),
                        timeBase.den()),
                result,
                filters);
    }

    private void build(String properties, String filters) {
        check(avfilter_graph_create_filter(
                source, avfilter_get_by_name(kind + "buffer"), "in", properties, null, graph));
        check(avfilter_graph_create_filter(
                sink, avfilter_get_by_name(kind + "buffersink"), "out", (String) null, null, graph));
        AVFilterInOut outputs = avfilter_inout_alloc()
                .name(av_strdup(new BytePointer("in")))
                .filter_ctx(source)
                .pad_idx(0);
        outputs.next(null);
        AVFilterInOut inputs = avfilter_inout_alloc()
                .name(av_strdup(new BytePointer("out")))
                .filter_ctx(sink)
                .pad_idx(0);
        inputs.next(null);
        try {
            check(avfilter_graph_parse_ptr(graph, filters, inputs, outputs, null));
        } finally {
            avfilter_inout_free(inputs);
            avfilter_inout_free(outputs);
        }
        check(avfilter_graph_config(graph, null));
    }

    private int check(int code) {
        return FfmpegCalls.check(
                code, ErrorKind.BAD_INPUT, what + ": preparing its " + (kind.isEmpty() ? "pictures" : "sound"));
    }

    /** The width of the output. */
    int width() {
        return av_buffersink_get_w(sink);
    }

    /** The height of the output. */
    int height() {
        return av_buffersink_get_h(sink);
    }

    /** The sample aspect ratio of the output. */
    Rational sampleAspect() {
        return Rational.of(av_buffersink_get_sample_aspect_ratio(sink));
    }

    /** Takes a frame, or null for the end, and passes on what is ready. Frames are valid during the call. */
    void push(AVFrame frame, Consumer<AVFrame> next) {
        check(av_buffersrc_add_frame_flags(source, frame, AV_BUFFERSRC_FLAG_KEEP_REF));
        AVRational to = av_buffersink_get_time_base(sink);
        while (true) {
            int code = av_buffersink_get_frame(sink, filtered);
            if (code == AVERROR_EAGAIN() || code == AVERROR_EOF()) {
                return;
            }
            check(code);
            if (filtered.pts() != AV_NOPTS_VALUE) {
                filtered.pts(av_rescale_q(filtered.pts(), to, timeBase));
            }
            filtered.duration(av_rescale_q(filtered.duration(), to, timeBase));
            next.accept(filtered);
            av_frame_unref(filtered);
        }
    }

    @Override
    public void close() {
        if (graph != null) {
            avfilter_graph_free(graph);
            av_frame_free(filtered);
            graph = null;
            filtered = null;
        }
    }
}
