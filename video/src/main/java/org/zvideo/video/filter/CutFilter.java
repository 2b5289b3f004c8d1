package org.zvideo.video.filter;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameFilter;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.shot.Cuts;

/** Tells another filter where shots begin. Frames reach it one later than they came: a cut is judged by the next one. */
public final class CutFilter extends FrameFilter {
    private static final double MICROSECONDS = 1e6;

    private final ShotFilter inner;
    private final Cuts cuts;
    private final double start;
    /** The writing thread asks too. */
    private final List<Cut> found = new CopyOnWriteArrayList<>();

    private Held held;
    private long pushed;

    /**
     * A frame that begins a shot.
     *
     * @param frame   its number
     * @param seconds its time in the source
     */
    public record Cut(long frame, double seconds) {}

    private record Held(long index, RgbImage image, long timestamp) {}

    /**
     * @param inner gets the frames; this filter starts and stops it
     * @param start timestamp in seconds from which the times of listed cuts count
     */
    public CutFilter(ShotFilter inner, Cuts cuts, double start) {
        this.start = start;
        this.inner = inner;
        this.cuts = cuts;
    }

    @Override
    public void start() throws Exception {
        found.clear();
        held = null;
        pushed = 0;
        inner.start();
    }

    /** @param frame null for the end */
    @Override
    public void push(Frame frame) throws Exception {
        Held next = frame == null ? null : new Held(pushed++, RgbFrames.toImage(frame), frame.timestamp);
        if (held != null) {
            handOn(Optional.ofNullable(next).map(Held::image));
        }
        held = next;
        if (frame == null) {
            inner.push(null);
        }
    }

    private void handOn(Optional<RgbImage> next) throws Exception {
        double seconds = held.timestamp() / MICROSECONDS;
        if (cuts.at(held.index(), seconds - start, held.image(), next) && held.index() > 0) {
            found.add(new Cut(held.index(), seconds));
            inner.cut();
        }
        try (Frame frame = RgbFrames.toFrame(held.image(), held.timestamp())) {
            inner.push(frame);
        }
    }

    @Override
    public Frame pull() throws Exception {
        return inner.pull();
    }

    /** The cuts so far. */
    public List<Cut> found() {
        return List.copyOf(found);
    }

    /** Whether a frame that was handed on begins a shot. */
    public boolean begins(long frame) {
        return found.stream().anyMatch(cut -> cut.frame() == frame);
    }

    @Override
    public void stop() throws Exception {
        inner.stop();
    }

    @Override
    public void release() throws Exception {
        inner.release();
    }
}
