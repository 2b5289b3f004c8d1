package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avfilter.avfilter_get_by_name;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_segment_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_segment_parse;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.ffmpeg.avfilter.AVFilterChain;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraphSegment;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacv.Frame;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;

/**
 * A graph of FFmpeg filters, written as FFmpeg expects it ({@code scale=640:-2,hue=s=0}), as a filter of frames. One
 * frame comes out for each that goes in. Only filters that work on pixels and open no file are accepted. They are
 * checked before any of them is created, because {@code movie} reads its file when it is created.
 */
public final class GraphFilter extends QueuedFilter implements ChangesShape {
    static final Set<String> ACCEPTED = Set.of(
            "atadenoise",
            "avgblur",
            "bilateral",
            "blend",
            "cas",
            "chromashift",
            "colorbalance",
            "colorchannelmixer",
            "colorcontrast",
            "colorcorrect",
            "colorize",
            "colorlevels",
            "colortemperature",
            "convolution",
            "copy",
            "crop",
            "dblur",
            "deband",
            "deblock",
            "dilation",
            "drawbox",
            "drawgrid",
            "edgedetect",
            "erosion",
            "exposure",
            "fade",
            "fftdnoiz",
            "fillborders",
            "format",
            "gblur",
            "gradfun",
            "hflip",
            "hstack",
            "hue",
            "kirsch",
            "lagfun",
            "limiter",
            "lumakey",
            "lut",
            "lutrgb",
            "lutyuv",
            "median",
            "monochrome",
            "negate",
            "nlmeans",
            "noise",
            "normalize",
            "null",
            "overlay",
            "pad",
            "pixelize",
            "prewitt",
            "pseudocolor",
            "rgbashift",
            "roberts",
            "rotate",
            "scale",
            "scharr",
            "setsar",
            "shuffleplanes",
            "sobel",
            "split",
            "tmix",
            "transpose",
            "unsharp",
            "vflip",
            "vibrance",
            "vignette",
            "vstack",
            "yaepblur",
            "zscale");

    private static final String TO_BGR = ",format=bgr24";

    private final String graphText;
    private Rational sampleAspect = new Rational(0, 1);
    private MediaGraph graph;

    /**
     * Checks a graph.
     *
     * @throws IllegalArgumentException if it cannot be parsed, or contains a filter that is not accepted
     */
    public GraphFilter(String graphText) {
        this.graphText = graphText;
        av_log_set_level(AV_LOG_QUIET); // FFmpeg's errors come back as return codes
        List<String> filters = filters(graphText);
        filters.forEach(this::requireAccepted);
        if (filters(graphText + TO_BGR).size() != filters.size() + 1) {
            throw new IllegalArgumentException("filter graph " + graphText
                    + ": it continues after its end; close the quote, or remove the backslash at the end");
        }
    }

    /** What of the graph depends on frames before the one that it works on, or on how many there were; empty if nothing does. */
    public Optional<String> memory() {
        return FilterMemory.of(graphText, filters(graphText));
    }

    private void requireAccepted(String filter) {
        if (!ACCEPTED.contains(filter)) {
            throw new IllegalArgumentException("filter graph " + graphText + ": " + filter
                    + " is not accepted: only filters that work on the pixels of one frame and open no"
                    + " file are, like crop, scale, hflip, hue, exposure, nlmeans, unsharp");
        }
        if (avfilter_get_by_name(filter) == null) {
            throw new IllegalArgumentException("filter graph " + graphText + ": this FFmpeg has no filter " + filter);
        }
    }

    /** The names of a graph's filters, none of which is created. */
    private List<String> filters(String text) {
        AVFilterGraph parsed = avfilter_graph_alloc();
        AVFilterGraphSegment segment = new AVFilterGraphSegment(null);
        try {
            if (avfilter_graph_segment_parse(parsed, text, 0, segment) < 0) {
                throw new IllegalArgumentException("filter graph " + graphText
                        + ": FFmpeg cannot read it; expected one like" + " scale=640:-2,hue=s=0");
            }
            List<String> names = new ArrayList<>();
            for (int n = 0; n < segment.nb_chains(); n++) {
                AVFilterChain chain = segment.chains(n);
                for (int k = 0; k < chain.nb_filters(); k++) {
                    names.add(chain.filters(k).filter_name().getString());
                }
            }
            return names;
        } finally {
            avfilter_graph_segment_free(segment);
            avfilter_graph_free(parsed);
        }
    }

    @Override
    public MediaInfo reshape(MediaInfo input) {
        sampleAspect = input.sampleAspect();
        try (MediaGraph dry = open(input.width(), input.height())) {
            return input.withShape(dry.width(), dry.height(), dry.sampleAspect());
        }
    }

    private MediaGraph open(int width, int height) {
        AVFrame shape = picture(width, height);
        try {
            return MediaGraph.ofPictures("filter graph " + graphText, shape, microseconds(), graphText + TO_BGR);
        } catch (MediaException e) {
            throw new MediaException(ErrorKind.USAGE, e.getMessage(), e);
        } finally {
            av_frame_free(shape);
        }
    }

    private static AVRational microseconds() {
        return new Rational(1, 1_000_000).toFfmpeg();
    }

    private AVFrame picture(int width, int height) {
        AVFrame picture = av_frame_alloc();
        picture.width(width);
        picture.height(height);
        picture.format(AV_PIX_FMT_BGR24);
        picture.sample_aspect_ratio(sampleAspect.toFfmpeg());
        picture.colorspace(AVCOL_SPC_RGB);
        picture.color_range(AVCOL_RANGE_JPEG);
        return picture;
    }

    @Override
    public void start() {
        stop();
    }

    @Override
    public void push(Frame frame) {
        if (frame == null) {
            if (graph != null) {
                graph.push(null, this::take);
            }
            return;
        }
        graph = graph == null ? open(frame.imageWidth, frame.imageHeight) : graph;
        AVFrame picture = picture(frame.imageWidth, frame.imageHeight);
        try {
            FfmpegCalls.check(av_frame_get_buffer(picture, 0), ErrorKind.IO, "filter graph " + graphText);
            ByteBuffer from = ((ByteBuffer) frame.image[0]).duplicate();
            byte[] row = new byte[3 * frame.imageWidth];
            for (int y = 0; y < frame.imageHeight; y++) {
                from.position(y * frame.imageStride).get(row);
                row(picture, y).put(row);
            }
            picture.pts(frame.timestamp);
            graph.push(picture, this::take);
        } finally {
            av_frame_free(picture);
        }
    }

    private void take(AVFrame filtered) {
        requireRows(filtered);
        Frame frame = new Frame(filtered.width(), filtered.height(), Frame.DEPTH_UBYTE, 3);
        frame.timestamp = filtered.pts();
        ByteBuffer to = ((ByteBuffer) frame.image[0]).duplicate();
        byte[] row = new byte[3 * filtered.width()];
        for (int y = 0; y < filtered.height(); y++) {
            row(filtered, y).get(row);
            to.position(y * frame.imageStride).put(row);
        }
        emit(frame);
    }

    /** Native memory is read only where it holds three bytes a pixel. */
    private void requireRows(AVFrame filtered) {
        if (filtered.format() != AV_PIX_FMT_BGR24 || Math.abs(filtered.linesize(0)) < 3 * filtered.width()) {
            throw new IllegalStateException("filter graph " + graphText + ": its frames are not BGR");
        }
    }

    /** Rows may be stored bottom up in memory: vflip only changes the sign of the distance between them. */
    private static BytePointer row(AVFrame picture, int y) {
        return new BytePointer(picture.data(0)).position((long) y * picture.linesize(0));
    }

    @Override
    public void stop() {
        super.stop();
        if (graph != null) {
            graph.close();
            graph = null;
        }
    }
}
