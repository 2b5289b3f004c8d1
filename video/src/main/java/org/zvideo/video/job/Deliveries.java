package org.zvideo.video.job;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacv.Frame;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.stage.ShotFrame;
import org.zvideo.video.stage.StyledFrame;

/**
 * Results on their way from the stages to the report, in order; one thread adds them, another takes them. As many pictures
 * wait as fit into a bounded part of the Java heap. Of the others only what goes with them is kept, and the pictures are
 * copied once more from JavaCV's frames, which lie outside the heap.
 */
final class Deliveries {
    /** Pixels of sources and results that may wait: with three bytes each, a tenth of the launcher's heap. */
    private static final long MOST_PIXELS = 1L << 26;

    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong pixels = new AtomicLong();

    /** @param whole whether the pictures wait too */
    private record Waiting(StyledFrame frame, boolean whole) {}

    /** Adds the next result. */
    void add(StyledFrame frame) {
        boolean whole = pixels.addAndGet(pixels(frame)) <= MOST_PIXELS;
        if (!whole) {
            pixels.addAndGet(-pixels(frame));
        }
        waiting.add(new Waiting(whole ? frame : without(frame), whole));
    }

    private static long pixels(StyledFrame frame) {
        return (long) frame.image().width() * frame.image().height()
                + (long) frame.source().image().width() * frame.source().image().height();
    }

    private static StyledFrame without(StyledFrame frame) {
        return with(frame, new RgbImage(1, 1), new RgbImage(1, 1));
    }

    private static StyledFrame with(StyledFrame frame, RgbImage source, RgbImage result) {
        ShotFrame of = frame.source();
        return new StyledFrame(
                new ShotFrame(of.number(), of.timestamp(), of.shotStart(), source), result, frame.measures());
    }

    /**
     * Takes the next result.
     *
     * @param source the frame of which it was made
     * @param result what was written, which filters may have changed since
     * @param same   whether none has
     */
    StyledFrame take(Frame source, Frame result, boolean same) {
        Waiting next = waiting.poll();
        if (next == null) {
            throw new IllegalStateException("a frame was written that no stage delivered");
        }
        if (!next.whole) {
            return with(next.frame, RgbFrames.toImage(source), RgbFrames.toImage(result));
        }
        pixels.addAndGet(-pixels(next.frame));
        return same ? next.frame : with(next.frame, next.frame.source().image(), RgbFrames.toImage(result));
    }

    /** Fails if a result was delivered that nobody took. */
    void requireNoneLeft() {
        if (!waiting.isEmpty()) {
            throw new IllegalStateException(waiting.size() + " frames were delivered and not written");
        }
    }
}
