package org.zvideo.video;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacv.Frame;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.error.MediaException;

/** The frames of a video, one at a time, with a look at the next; times count from the first. */
public final class TimedFrames implements AutoCloseable {
    private final VideoReader reader;
    private final Optional<GraphFilter> filter;
    private final Runnable frameRead;
    private boolean ended;
    private final double begin;
    private RgbImage current;
    private double currentTime;
    private RgbImage next;
    private double nextTime;
    private long passed;
    private long skipped;

    /**
     * @param filter    that the frames go through first; released with this
     * @param frameRead told of every frame that is read; what it throws ends the reading
     * @throws MediaException if it cannot be read or has no frames
     */
    public TimedFrames(Path file, Clip clip, ReadOptions reading, Optional<GraphFilter> filter, Runnable frameRead) {
        this.filter = filter;
        this.frameRead = frameRead;
        reader = VideoReader.open(file, clip, reading);
        try {
            filter.ifPresent(graph -> graph.reshape(reader.info())); // it may ask for the shape of the pixels
            read();
            begin = nextTime;
            if (next == null) {
                throw reader.noFrames();
            }
            advance();
            passed = 0;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * The frames of a part, all in memory.
     *
     * @param filter that they go through first
     * @throws MediaException if it cannot be read or has none
     */
    public static List<RgbImage> images(Path file, Clip clip, ReadOptions reading, Optional<GraphFilter> filter) {
        List<RgbImage> images = new ArrayList<>();
        try (TimedFrames frames = new TimedFrames(file, clip, reading, filter, () -> {})) {
            for (; frames.current() != null; frames.advance()) {
                images.add(frames.current());
            }
        }
        return images;
    }

    private void read() {
        next = null;
        try (Frame frame = filtered()) {
            if (frame != null) {
                next = RgbFrames.toImage(frame);
                nextTime = frame.timestamp / 1e6;
            }
        }
    }

    /** The next frame as it comes out of the filter; null at the end. */
    private Frame filtered() {
        if (filter.isEmpty()) {
            return decoded();
        }
        Frame result = filter.get().pull();
        while (result == null && !ended) {
            try (Frame frame = decoded()) {
                filter.get().push(frame); // null says that no more will come
            }
            result = filter.get().pull();
        }
        return result;
    }

    private Frame decoded() {
        Frame frame = reader.nextFrame().map(VideoFrame::image).orElse(null);
        ended = frame == null;
        frameRead.run();
        return frame;
    }

    public MediaInfo info() {
        return reader.info();
    }

    /** Null after the last. */
    public RgbImage current() {
        return current;
    }

    /** Of the current frame, from the first on. */
    public double seconds() {
        return currentTime - begin;
    }

    /** Of the current frame, as the file has it. */
    public double timestamp() {
        return currentTime;
    }

    /** Number of the current frame, from 0 on. */
    public long index() {
        return passed;
    }

    public Optional<RgbImage> upcoming() {
        return Optional.ofNullable(next);
    }

    public void advance() {
        current = next;
        currentTime = nextTime;
        passed++;
        if (next != null) {
            read();
        }
    }

    /** To the frame whose time is nearest; never back. */
    public void advanceTo(double seconds) {
        long before = passed;
        while (next != null && Math.abs(nextTime - begin - seconds) <= Math.abs(seconds() - seconds)) {
            advance();
        }
        skipped += Math.max(0, passed - before - 1);
    }

    /** Reads on to the end. How many frames {@link #advanceTo} passed over or never came to. */
    public long unused() {
        while (next != null) {
            advance();
            skipped++;
        }
        return skipped;
    }

    @Override
    public void close() {
        filter.ifPresent(GraphFilter::release);
        reader.close();
    }
}
