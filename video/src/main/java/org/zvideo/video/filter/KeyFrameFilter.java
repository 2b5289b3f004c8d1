package org.zvideo.video.filter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import org.bytedeco.javacv.Frame;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.flow.Propagation;
import org.zvideo.video.flow.Propagation.Key;

/**
 * Gives another filter only every K-th frame of a shot and its last one; the frames between are made from the results of
 * the two around them, moved as the source moves. Results come up to K frames late.
 */
public final class KeyFrameFilter extends ShotFilter {
    private final ShotFilter inner;
    private final int every;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    /** Numbers of the frames that the inner filter has and has not given back. */
    private final Deque<Long> keys = new ArrayDeque<>();

    private final Deque<Frame> results = new ArrayDeque<>();
    private Waiting newest;
    private long newestKey;
    private long shotStart;
    private Key before;
    private long beforeIndex;
    private long pushed;

    private record Waiting(long index, RgbImage source, long timestamp) {}

    /**
     * @param inner works on the key frames; this filter starts and stops it
     * @param every K, 1 for every frame
     */
    public KeyFrameFilter(ShotFilter inner, int every) {
        if (every < 1) {
            throw new IllegalArgumentException("every " + every + ": expected 1 or more");
        }
        this.inner = inner;
        this.every = every;
    }

    @Override
    public void start() throws Exception {
        clear();
        inner.start();
    }

    @Override
    public void cut() throws Exception {
        endShot();
        take();
        inner.cut();
        shotStart = pushed;
    }

    @Override
    public void skip() {
        pushed++;
    }

    /** @param frame null for the end */
    @Override
    public void push(Frame frame) throws Exception {
        if (frame == null) {
            endShot();
            inner.push(null);
        } else {
            newest = new Waiting(pushed++, RgbFrames.toImage(frame), frame.timestamp);
            waiting.add(newest);
            if ((newest.index() - shotStart) % every == 0) {
                pushInner();
            }
        }
        take();
    }

    /** No motion leads out of a shot: its last frame is a key frame. */
    private void endShot() throws Exception {
        if (newest != null && newest.index() != newestKey) {
            pushInner();
        }
    }

    private void pushInner() throws Exception {
        for (long between = newestKey + 1; between < newest.index(); between++) {
            inner.skip();
        }
        newestKey = newest.index();
        keys.add(newestKey);
        try (Frame frame = RgbFrames.toFrame(newest.source(), newest.timestamp())) {
            inner.push(frame);
        }
    }

    /** With each key frame's result, those of the frames before it can be made. */
    private void take() throws Exception {
        for (Frame result = inner.pull(); result != null; result = inner.pull()) {
            long index = keys.remove();
            Queue<Waiting> between = new ArrayDeque<>();
            Waiting next = waiting.remove();
            for (; next.index() < index; next = waiting.remove()) {
                between.add(next);
            }
            Key key = new Key(next.source(), RgbFrames.toImage(result));
            for (Waiting frame : between) {
                double share = (frame.index() - beforeIndex) / (double) (index - beforeIndex);
                results.add(RgbFrames.toFrame(
                        new Propagation(frame.source()).between(before, key, share), frame.timestamp()));
            }
            results.add(result);
            before = key;
            beforeIndex = index;
        }
    }

    /** The next result, which the caller closes; null if there is none yet. */
    @Override
    public Frame pull() {
        return results.poll();
    }

    @Override
    public void stop() throws Exception {
        inner.stop();
        clear();
    }

    private void clear() {
        waiting.clear();
        keys.clear();
        results.forEach(Frame::close);
        results.clear();
        newest = null;
        newestKey = -1;
        before = null;
        pushed = 0;
        shotStart = 0;
        beforeIndex = 0;
    }

    @Override
    public void release() throws Exception {
        inner.release();
        clear();
    }
}
