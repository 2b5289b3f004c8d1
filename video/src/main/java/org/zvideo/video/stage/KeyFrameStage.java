package org.zvideo.video.stage;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Gives the stage inside only every K-th frame of a shot and its last one. The results of the frames between are made from
 * those of the two around them, moved as the source moves. Results come up to K frames late.
 */
public final class KeyFrameStage implements Stage<ModelFrame> {
    private final Stage<ModelFrame> inner;
    private final int every;
    private final SharedMotion motions;
    /** Frames without a result, key frames included. */
    private final Queue<ShotFrame> waiting = new ArrayDeque<>();

    private ShotFrame newest;
    private ShotFrame newestKey;
    private KeyFrame before;

    /** @param every K, 1 for every frame */
    public KeyFrameStage(Stage<ModelFrame> inner, int every, SharedMotion motions) {
        if (every < 1) {
            throw new IllegalArgumentException("every " + every + ": expected 1 or more");
        }
        this.inner = inner;
        this.every = every;
        this.motions = motions;
    }

    @Override
    public void accept(ShotFrame frame, Consumer<ModelFrame> out) {
        if (newest != null && newest.shotStart() != frame.shotStart()) {
            endShot(out);
        }
        if (frame.ahead()) {
            inner.accept(frame, result -> take(result, out));
            return;
        }
        newest = frame;
        if (every > 1) {
            waiting.add(frame);
        }
        if ((frame.number() - frame.shotStart()) % every == 0) {
            acceptInside(out);
        }
    }

    @Override
    public void end(Consumer<ModelFrame> out) {
        endShot(out);
        inner.end(result -> take(result, out));
    }

    /** No motion leads out of a shot: its last frame is a key frame. */
    private void endShot(Consumer<ModelFrame> out) {
        if (newest != null && (newestKey == null || newest.number() != newestKey.number())) {
            acceptInside(out);
        }
    }

    private void acceptInside(Consumer<ModelFrame> out) {
        newestKey = newest;
        inner.accept(newest, result -> take(result, out));
    }

    /** With the result of a key frame, those of the frames before it can be made. */
    private void take(ModelFrame result, Consumer<ModelFrame> out) {
        if (every == 1) {
            out.accept(result);
            return;
        }
        KeyFrame key = new KeyFrame(result, motions);
        for (ShotFrame frame = waiting.remove(); frame.number() < key.number(); frame = waiting.remove()) {
            out.accept(before.between(frame, key));
        }
        before = key;
        out.accept(result);
    }

    @Override
    public void close() {
        waiting.clear();
        newest = null;
        newestKey = null;
        before = null;
        motions.close();
        inner.close();
    }
}
