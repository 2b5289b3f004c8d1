package org.zvideo.video;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameFilter;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.picture.PictureSequence;

/**
 * Decodes, filters and encodes, each on a thread of its own. Every frame of the source goes through the filters once
 * and keeps its timestamp; packets of the other streams are copied as they come. Nothing accumulates over time.
 */
public final class FramePipeline {
    private final List<FrameFilter> filters;
    private final int preFilterCount;
    private final boolean picturesOnly;

    /**
     * Creates a pipeline of filters in order. Sooner or later each filter must return one frame for each that it
     * receives: the same one, or one of its own that it does not touch again. {@code push(null)} announces the end.
     */
    public FramePipeline(List<FrameFilter> filters) {
        this(List.of(), filters);
    }

    /** @param preFilters filters of the source: results are compared with what comes out of them */
    public FramePipeline(List<FrameFilter> preFilters, List<FrameFilter> postFilters) {
        this(preFilters, postFilters, false);
    }

    /** @param picturesOnly whether nothing else of the source is kept: no sound, subtitles, chapters or tags */
    public FramePipeline(List<FrameFilter> preFilters, List<FrameFilter> postFilters, boolean picturesOnly) {
        this.filters = Stream.concat(preFilters.stream(), postFilters.stream()).toList();
        this.preFilterCount = preFilters.size();
        this.picturesOnly = picturesOnly;
    }

    /** Watches the frames. They are valid during the call, which the writing thread makes. */
    public interface Listener {
        /** Called when the source is open. */
        default void opened(MediaInfo info) {}

        /**
         * Called when a frame is finished.
         *
         * @param time of the frame in the source, in seconds
         * @param seconds since the frame before
         */
        default void frame(Frame source, Frame result, double time, double seconds) {}

        /**
         * Called by the reading thread for every frame that is read or leaves the filters. An exception thrown here ends
         * the run.
         */
        default void checkpoint() {}
    }

    /**
     * The outcome of a run.
     *
     * @param info properties of the source
     * @param frames number of frames written
     * @param droppedStreams streams of the source that are missing from the output
     * @param changedStreams streams that are different in the output
     * @param damage the damage found in the source
     */
    public record Result(
            MediaInfo info, long frames, List<String> droppedStreams, List<String> changedStreams, Damage damage) {}

    /** Whether videos with this extension (including the dot) can be written. */
    public static boolean writes(String ending) {
        return OutputContainer.known(ending);
    }

    /** Fails if no container has that name, or if its folder does not exist. */
    public static void requireWritable(Path output) {
        OutputFiles.requirePlace(output);
        if (PictureSequence.of(output).isEmpty()) {
            OutputContainer.of(output.getFileName().toString());
        }
    }

    /**
     * Runs a video through the filters into a file, then reads the file back to check that it is complete.
     *
     * @param reading what is accepted of the source
     * @param part the file to write
     * @param finalName its later name, which determines the container
     */
    public Result run(
            Path input,
            Clip clip,
            ReadOptions reading,
            Path part,
            String finalName,
            EncoderSettings settings,
            Listener listener) {
        SourceScan scan = SourceScan.of(input, clip, reading, finalName, listener::checkpoint);
        return run(scan, input, clip, reading, part, finalName, settings, listener);
    }

    /**
     * Runs a video whose scan is known already.
     *
     * @param scan the scan of this input, part and output
     */
    public Result run(
            SourceScan scan,
            Path input,
            Clip clip,
            ReadOptions reading,
            Path part,
            String finalName,
            EncoderSettings settings,
            Listener listener) {
        try (VideoReader reader = VideoReader.open(input, clip, reading)) {
            listener.opened(reader.info());
            try (FrameSink writer = sink(input, part, finalName, reader, scan, settings)) {
                long frames = pump(reader, writer, listener);
                if (frames == 0) {
                    throw reader.noFrames();
                }
                writer.finish();
                return new Result(reader.info(), frames, writer.dropped(), writer.changed(), scan.damage());
            }
        }
    }

    /**
     * Takes the frames of a reader through the filters and writes nothing: what comes out, the listener is told.
     *
     * @return number of frames
     */
    public long run(VideoReader reader, Listener listener) {
        shape(reader.info()); // filters may ask for the pixel aspect ratio
        return pump(reader, new NoSink(), listener);
    }

    private MediaInfo shape(MediaInfo source) {
        MediaInfo shape = source;
        for (FrameFilter filter : filters) {
            shape = filter instanceof ChangesShape changing ? changing.reshape(shape) : shape;
        }
        return shape;
    }

    private FrameSink sink(
            Path input, Path part, String finalName, VideoReader reader, SourceScan scan, EncoderSettings settings) {
        return PictureSequence.of(part.resolveSibling(finalName))
                .<FrameSink>map(sequence ->
                        new SequenceWriter(part, sequence, SequenceWriter.firstNumber(input, settings), reader))
                .orElseGet(() -> VideoWriter.create(
                        part, finalName, reader, scan.spans(), shape(reader.info()), settings, picturesOnly));
    }

    private long pump(VideoReader reader, FrameSink writer, Listener listener) {
        try (ReadAhead source = new ReadAhead(reader);
                WriteBehind sink = new WriteBehind()) {
            Run run = new Run(writer, sink, listener, reader.info().timeBase().value());
            try {
                for (FrameFilter filter : filters) {
                    filter.start();
                }
                for (Optional<MediaItem> item = source.next(); item.isPresent(); item = source.next()) {
                    run.take(item.get());
                    listener.checkpoint();
                }
                run.flush();
                sink.finish();
                for (FrameFilter filter : filters) {
                    filter.stop();
                }
            } catch (FrameFilter.Exception e) {
                throw new MediaException(ErrorKind.IO, "filtering frame " + run.frames + ": " + e.getMessage(), e);
            } finally {
                run.close();
            }
            return run.frames;
        }
    }

    /** The frames inside the filters, which may return them later than they received them. */
    private final class Run implements AutoCloseable {
        private final FrameSink writer;
        private final WriteBehind sink;
        private final Listener listener;
        private final double timeBase;
        private final Queue<VideoFrame> stored = new ArrayDeque<>();
        private final Queue<VideoFrame> inside = new ArrayDeque<>();
        /**
         * By filter, the frames given to it that are neither the source nor the result; they are freed with the result.
         */
        private final List<Queue<Frame>> between = Stream.<Queue<Frame>>generate(ArrayDeque::new)
                .limit(filters.size())
                .toList();

        private long frames;
        private long last = System.nanoTime();

        private Run(FrameSink writer, WriteBehind sink, Listener listener, double timeBase) {
            this.writer = writer;
            this.sink = sink;
            this.listener = listener;
            this.timeBase = timeBase;
        }

        private void take(MediaItem item) throws FrameFilter.Exception {
            if (item instanceof StreamPacket packet) {
                sink.run(() -> writer.write(packet), packet::close);
            } else if (item instanceof VideoFrame frame) {
                stored.add(frame);
                push(0, frame.image());
            }
        }

        private void push(int filter, Frame frame) throws FrameFilter.Exception {
            if (filter == preFilterCount) {
                markSource(frame);
            }
            if (filter == filters.size()) {
                write(frame);
                return;
            }
            if (filter > 0 && filter != preFilterCount) {
                between.get(filter).add(frame);
            }
            filters.get(filter).push(frame);
            pull(filter);
        }

        private void markSource(Frame frame) throws FrameFilter.Exception {
            VideoFrame original = stored.poll();
            if (original == null) {
                throw new FrameFilter.Exception("more frames came out than went in");
            }
            inside.add(new VideoFrame(frame, original.pts(), original.duration()));
            if (frame != original.image()) {
                original.close();
            }
        }

        private void pull(int filter) throws FrameFilter.Exception {
            for (Frame next = filters.get(filter).pull();
                    next != null;
                    next = filters.get(filter).pull()) {
                push(filter + 1, next);
            }
        }

        /** Asks the filters for the frames that they still hold. */
        private void flush() throws FrameFilter.Exception {
            for (int n = 0; n < filters.size(); n++) {
                filters.get(n).push(null);
                pull(n);
            }
            if (!stored.isEmpty() || !inside.isEmpty()) {
                throw new FrameFilter.Exception(stored.size() + inside.size() + " frames went in and did not come out");
            }
        }

        private void write(Frame result) throws FrameFilter.Exception {
            VideoFrame source = inside.poll();
            if (source == null) {
                throw new FrameFilter.Exception("more frames came out than went in");
            }
            listener.checkpoint();
            frames++;
            long now = System.nanoTime();
            double seconds = (now - last) / 1e9;
            last = now;
            Set<Frame> used = Collections.newSetFromMap(new IdentityHashMap<>());
            between.stream()
                    .filter(queue -> !queue.isEmpty())
                    .map(Queue::remove)
                    .forEach(used::add);
            used.add(result);
            used.remove(source.image());
            sink.run(
                    () -> {
                        writer.write(result, source.pts(), source.duration());
                        listener.frame(source.image(), result, source.pts() * timeBase, seconds);
                    },
                    () -> {
                        used.forEach(Frame::close);
                        source.close();
                    });
        }

        @Override
        public void close() {
            stored.forEach(VideoFrame::close);
            inside.forEach(VideoFrame::close);
            between.forEach(queue -> queue.forEach(Frame::close));
        }
    }
}
