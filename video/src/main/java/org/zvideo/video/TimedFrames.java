package org.zvideo.video;

import java.nio.file.Path;
import java.util.Optional;
import org.zvideo.core.RgbImage;
import org.zvideo.video.filter.RgbFrames;

/** The frames of a video, one at a time, with a look at the next; times count from the first. */
public final class TimedFrames implements AutoCloseable {
    private final VideoReader reader;
    private final double begin;
    private RgbImage current;
    private double currentTime;
    private RgbImage next;
    private double nextTime;
    private long passed;
    private long skipped;

    /** @throws MediaException if it cannot be read or has no frames */
    public TimedFrames(Path file, ReadOptions reading) {
        reader = VideoReader.open(file, Clip.WHOLE, reading);
        try {
            read();
            begin = nextTime;
            if (next == null) {
                throw reader.noFrames();
            }
            advance();
            passed = 0;
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private void read() {
        next = null;
        reader.nextFrame().ifPresent(frame -> {
            try (VideoFrame open = frame) {
                next = RgbFrames.toImage(open.image());
                nextTime = open.image().timestamp / 1e6;
            }
        });
    }

    public MediaInfo info() {
        return reader.info();
    }

    /** Null after the last. */
    public RgbImage current() {
        return current;
    }

    /** Of the current frame. */
    public double seconds() {
        return currentTime - begin;
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
        reader.close();
    }
}
