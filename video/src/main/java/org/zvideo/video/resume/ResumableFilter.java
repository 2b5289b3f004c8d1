package org.zvideo.video.resume;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.bytedeco.javacv.Frame;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.filter.ShotFilter;
import org.zvideo.video.filter.ShotState;
import org.zvideo.video.resume.Journal.Entry;

/**
 * Keeps what another filter makes of each frame in a work folder, and takes from there what is kept already. The other
 * filter sees only frames that are still to be done, and those that it has to remember for them and that no stored state
 * stands for.
 *
 * @param <F> the other filter
 */
public final class ResumableFilter<F extends ShotFilter & ShotState> extends ShotFilter {
    /** A state is written when the time since the last one is this many times what writing took. */
    private static final int WORTH = 20;

    private final F inner;
    private final StoredFrames stored;
    private final Queue<Expected> expected = new ArrayDeque<>();
    private final Queue<Frame> results = new ArrayDeque<>();
    private boolean live;
    private long pushed;
    private long shotStart;
    private long taken;
    private long stateNanos;
    private long lastState = System.nanoTime();

    /** A frame whose result is due; it is stored, or the inner filter gives it. */
    private record Expected(long frame, long shot, long timestamp, Optional<RgbImage> stored) {}

    /** @param inner does the work; stopped here, begun by {@code cut} or {@code restore}, never by {@code start} */
    public ResumableFilter(F inner, WorkFolder work) {
        this.inner = inner;
        this.stored = work.frames();
    }

    @Override
    public void start() throws Exception {
        stop();
        live = false;
        pushed = 0;
        shotStart = 0;
        taken = 0;
    }

    @Override
    public void cut() throws Exception {
        rest();
        shotStart = pushed;
    }

    @Override
    public void skip() {
        inner.skip(); // frames are numbered here as they are pushed
    }

    /** Finishes what the inner filter is at; it sees the frames that follow only when they need it. */
    private void rest() throws Exception {
        if (live) {
            inner.push(null);
            takeAll();
            live = false;
        }
    }

    /** @param frame null for the end */
    @Override
    public void push(Frame frame) throws Exception {
        if (frame == null) {
            rest();
            return;
        }
        long index = pushed++;
        Optional<RgbImage> known = canSkip(index) ? stored.result(index) : Optional.empty();
        if (known.isPresent()) {
            rest();
        }
        expected.add(new Expected(index, shotStart, frame.timestamp, known));
        if (known.isPresent()) {
            taken++;
            inner.pass(frame, index == shotStart);
        } else {
            goLive(index);
            inner.push(frame);
            takeAll();
        }
    }

    /** Whether nobody needs the inner filter to see a frame. */
    private boolean canSkip(long frame) {
        for (long n = frame; stored.hasResult(n) && stored.entries().get(n).shot() == shotStart; n++) {
            Entry next = stored.entries().get(n + 1);
            if (stored.hasState(n) || next != null && next.shot() == n + 1) {
                return true;
            }
        }
        return false;
    }

    private void goLive(long frame) throws Exception {
        if (live) {
            return;
        }
        live = true;
        if (frame == shotStart) {
            inner.cut();
        } else if (!stored.leavesNothing(frame - 1)) {
            inner.restore(stored.stateFile(shotStart), stored.stateFile(frame - 1));
        }
    }

    /** Keeps what the inner filter gives, and hands on what is due. */
    private void takeAll() throws Exception {
        for (Frame result = inner.pull(); result != null; result = inner.pull()) {
            handOnStored();
            Expected due = expected.remove();
            if (!stored.hasResult(due.frame()) || !stored.hasState(due.frame())) {
                keep(due, RgbFrames.toImage(result));
            }
            results.add(result);
        }
    }

    private void keep(Expected due, RgbImage result) {
        long now = System.nanoTime();
        boolean worth = due.frame() == due.shot() || now - lastState > WORTH * stateNanos;
        stored.keep(due.frame(), due.shot(), result, worth ? Optional.of(inner) : Optional.empty());
        if (worth) {
            lastState = System.nanoTime();
            stateNanos = lastState - now;
        }
    }

    private void handOnStored() {
        while (!expected.isEmpty() && expected.peek().stored().isPresent()) {
            Expected next = expected.remove();
            results.add(RgbFrames.toFrame(next.stored().get(), next.timestamp()));
        }
    }

    /** The next result, which the caller closes; null if there is none yet. */
    @Override
    public Frame pull() {
        handOnStored();
        return results.poll();
    }

    /** Number of frames that were taken from the work folder. */
    public long taken() {
        return taken;
    }

    @Override
    public void stop() throws Exception {
        inner.stop();
        expected.clear();
        results.forEach(Frame::close);
        results.clear();
    }

    @Override
    public void release() throws Exception {
        stop();
        inner.release();
    }
}
