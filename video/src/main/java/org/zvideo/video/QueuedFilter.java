package org.zvideo.video;

import java.util.ArrayDeque;
import java.util.Queue;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameFilter;

/** A filter whose results wait in a queue until they are pulled. */
public abstract class QueuedFilter extends FrameFilter {
    private final Queue<Frame> results = new ArrayDeque<>();

    /** Emits a new frame. */
    protected final void emit(Frame result) {
        results.add(result);
    }

    @Override
    public final Frame pull() {
        return results.poll();
    }

    /** Frees the frames that nobody pulled. */
    @Override
    public void stop() {
        results.forEach(Frame::close);
        results.clear();
    }

    @Override
    public final void release() {
        stop();
    }
}
