package org.zvideo.video;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameFilter;

/**
 * Decode, filter, encode: every frame of the source goes through the filters once and keeps its time; packets of the
 * other streams are copied as they come. Nothing accumulates with the length of the video.
 */
public final class FramePipeline {
    private final List<FrameFilter> filters;

    /** Filters in order; each must yield one frame for each that it is given. */
    public FramePipeline(List<FrameFilter> filters) {
        this.filters = List.copyOf(filters);
    }

    /** Watches the frames. The frames are valid during the call. */
    public interface Listener {
        /** The source is open. */
        default void opened(MediaInfo info) {
        }

        /**
         * A frame is done.
         *
         * @param time    of the frame in the source, in seconds
         * @param seconds that filtering took
         */
        default void frame(Frame source, Frame result, double time, double seconds) {
        }
    }

    /**
     * What a run did.
     *
     * @param info           of the source
     * @param frames         written
     * @param droppedStreams streams of the source that are not in the output
     */
    public record Result(MediaInfo info, long frames, List<String> droppedStreams) {
    }

    /**
     * Runs a video through the filters into a file, then reads it back to see that everything is in it.
     *
     * @param part      the file to write
     * @param finalName the name it will have, which says the container
     */
    public Result run(Path input, Clip clip, Path part, String finalName, EncoderSettings settings, Listener listener) {
        try (VideoReader reader = VideoReader.open(input, clip)) {
            listener.opened(reader.info());
            try (VideoWriter writer = VideoWriter.create(part, finalName, reader, settings)) {
                long frames = pump(reader, writer, listener);
                if (frames == 0) {
                    throw new MediaException(MediaException.Problem.BAD_INPUT, "video " + input
                            + (clip.fromSeconds() > 0 ? ": no frames at or after " + clip.fromSeconds() + " s"
                            : ": it has no frames"));
                }
                writer.finish();
                OutputCheck.verify(part, finalName, writer.packetsWritten());
                return new Result(reader.info(), frames, writer.dropped());
            }
        }
    }

    private long pump(VideoReader reader, VideoWriter writer, Listener listener) {
        long frames = 0;
        try {
            for (FrameFilter filter : filters) {
                filter.start();
            }
            for (Optional<MediaItem> item = reader.next(); item.isPresent(); item = reader.next()) {
                if (item.get() instanceof VideoFrame frame) {
                    try (frame) {
                        filter(frame, writer, listener, frame.pts() * reader.info().timeBase().value());
                    }
                    frames++;
                } else if (item.get() instanceof StreamPacket packet) {
                    try (packet) {
                        writer.write(packet);
                    }
                }
            }
            for (FrameFilter filter : filters) {
                filter.stop();
            }
        } catch (FrameFilter.Exception e) {
            throw new MediaException(MediaException.Problem.IO, "filtering frame " + frames + ": " + e.getMessage(), e);
        }
        return frames;
    }

    private void filter(VideoFrame source, VideoWriter writer, Listener listener, double time)
            throws FrameFilter.Exception {
        long start = System.nanoTime();
        Frame frame = source.image();
        for (FrameFilter filter : filters) {
            filter.push(frame);
            Frame next = filter.pull();
            if (next == null) {
                throw new FrameFilter.Exception(filter.getClass().getSimpleName() + " gave no frame");
            }
            if (frame != source.image()) {
                frame.close();
            }
            frame = next;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        writer.write(frame, source.pts(), source.duration());
        listener.frame(source.image(), frame, time, seconds);
        if (frame != source.image()) {
            frame.close();
        }
    }
}
