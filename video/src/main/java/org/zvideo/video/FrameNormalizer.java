package org.zvideo.video;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * Sends each decoded frame through the filters that it needs. What the filters depend on (colors, pixel format, fields)
 * may change mid-stream, so it is compared in every frame, and the filters are created again when it changes. Once a
 * video has had fields it keeps their filter, which leaves progressive frames alone: recordings change between the two
 * from frame to frame.
 */
final class FrameNormalizer implements AutoCloseable {
    private final String what;
    private final AVRational timeBase;
    private final boolean interlacedStream;
    private final Consumer<AVFrame> next;
    private final Set<String> notes = new LinkedHashSet<>();
    private boolean fields;
    private Basis basis;
    private MediaGraph graph;

    /** Everything that the filters depend on. */
    private record Basis(
            Normalization normalization, int format, int width, int height, ColorTags tags, Rational aspect) {}

    /**
     * Creates a normalizer.
     *
     * @param what the file, in messages
     * @param interlacedStream whether the container declares that all frames have fields
     * @param next receives each frame; a frame is valid during the call
     */
    FrameNormalizer(String what, AVRational timeBase, boolean interlacedStream, Consumer<AVFrame> next) {
        this.what = what;
        this.timeBase = timeBase;
        this.interlacedStream = interlacedStream;
        this.next = next;
    }

    void push(AVFrame frame) {
        fields |= (frame.flags() & AVFrame.AV_FRAME_FLAG_INTERLACED) != 0;
        Normalization normalization = Normalization.of(frame, interlacedStream, fields);
        notes.addAll(normalization.notes());
        Basis wanted = new Basis(
                normalization,
                frame.format(),
                frame.width(),
                frame.height(),
                new ColorTags(frame.colorspace(), frame.color_primaries(), frame.color_trc(), frame.color_range()),
                Rational.of(frame.sample_aspect_ratio()));
        if (!wanted.equals(basis)) {
            flush();
            reset();
            basis = wanted;
            graph = normalization.needed()
                    ? MediaGraph.ofPictures(what, frame, timeBase, String.join(",", normalization.filters()))
                    : null;
        }
        if (graph == null) {
            next.accept(frame);
        } else {
            graph.push(frame, next);
        }
    }

    /** Whether any frame so far has fields. */
    boolean interlaced() {
        return interlacedStream || fields;
    }

    /** Passes on what the filters still hold, because no frame will follow. */
    void flush() {
        if (graph != null) {
            graph.push(null, next);
        }
    }

    /** Discards what the filters hold. */
    void reset() {
        close();
        basis = null;
    }

    /** What has been done to the pictures so far. */
    List<String> notes() {
        return new ArrayList<>(notes);
    }

    @Override
    public void close() {
        if (graph != null) {
            graph.close();
            graph = null;
        }
    }
}
