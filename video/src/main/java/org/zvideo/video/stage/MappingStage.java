package org.zvideo.video.stage;

import java.util.function.Consumer;

/**
 * A stage that makes its own result of each one of the stage inside, at once and in the same order.
 *
 * @param <I> what the stage inside makes of a frame
 * @param <O> what this stage makes of a frame
 */
public abstract class MappingStage<I, O> implements Stage<O> {
    private final Stage<I> inner;

    protected MappingStage(Stage<I> inner) {
        this.inner = inner;
    }

    /** Makes the result of a frame. */
    protected abstract O map(I result);

    @Override
    public final void accept(ShotFrame frame, Consumer<O> out) {
        inner.accept(frame, result -> out.accept(map(result)));
    }

    @Override
    public final void end(Consumer<O> out) {
        inner.end(result -> out.accept(map(result)));
    }

    /** A stage that remembers something forgets it here, and then calls this. */
    @Override
    public void close() {
        inner.close();
    }
}
