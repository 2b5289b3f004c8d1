package org.zvideo.video;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacv.Frame;
import org.zvideo.core.error.Closing;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.error.MediaException;

/** The frames of a video, one at a time, with one frame of lookahead. Times count from the first frame. */
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
     * Opens a video.
     *
     * @param filter applied to the frames first; released with this
     * @param frameRead receives every frame that is read; an exception ends the reading
     * @throws MediaException if the video cannot be read or has no frames
     */
    public TimedFrames(Path file, Clip clip, ReadOptions reading, Optional<GraphFilter> filter, Runnable frameRead) {
        this.filter = filter;
        this.frameRead = frameRead;
        reader = VideoReader.open(file, clip, reading);
        begin = Closing.onFailure(this, () -> {
            filter.ifPresent(graph -> graph.reshape(reader.info())); // it may ask for the pixel aspect ratio
            read();
            double first = nextTime;
            if (next == null) {
                throw reader.noFrames();
            }
            advance();
            passed = 0;
            return first;
        });
    }

    /**
     * The frames of a part, all in memory.
     *
     * @param filter applied to the frames first
     * @throws MediaException if the video cannot be read or has no frames
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

    /** The next frame as the filter returns it, or null at the end. */
    private Frame filtered() {
        if (filter.isEmpty()) {
            return decoded();
        }
        Frame result = filter.get().pull();
        while (result == null && !ended) {
            try (Frame frame = decoded()) {
                filter.get().push(frame); // null announces that no more will come
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

    /** The current frame, or null after the last. */
    public RgbImage current() {
        return current;
    }

    /** The time of the current frame, counted from the first. */
    public double seconds() {
        return currentTime - begin;
    }

    /** The time of the current frame in the file. */
    public double timestamp() {
        return currentTime;
    }

    /** The number of the current frame, from 0. */
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

    /** Advances to the frame whose time is nearest. Never goes back. */
    public void advanceTo(double seconds) {
        long before = passed;
        while (next != null && Math.abs(nextTime - begin - seconds) <= Math.abs(seconds() - seconds)) {
            advance();
        }
        skipped += Math.max(0, passed - before - 1);
    }

    /** Reads on to the end, and returns how many frames {@link #advanceTo} skipped or never reached. */
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
