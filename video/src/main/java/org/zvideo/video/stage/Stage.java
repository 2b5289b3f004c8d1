package org.zvideo.video.stage;

import java.util.Set;
import java.util.function.Consumer;

/**
 * A step that frames pass on their way to their results. A stage usually wraps another one: it gives frames to the stage
 * inside, and makes its own results of what comes back. It owns the stage inside and closes it.
 *
 * <p>For each frame there is one result, in the order of the frames; it may come with a later frame, or at the end. What a
 * stage remembers of a shot it forgets at the first frame of another shot: nothing crosses a cut.
 *
 * <p>A stage may give a later frame of the shot to the stage inside before the shot's first one, as
 * {@link ShotFrame#handedAhead}: the model then looks at that frame first, and there is no result of it. Stages that wrap
 * others pass such a frame on.
 *
 * <p>A stage is used by one thread at a time.
 *
 * @param <O> what it makes of a frame
 */
public interface Stage<O> extends AutoCloseable {
    /**
     * Takes the next frame.
     *
     * @param out told the results that are ready, during the call
     */
    void accept(ShotFrame frame, Consumer<O> out);

    /**
     * Gives every result that is still due: those that wait for a frame that will not come. Afterwards frames may follow, of
     * the same shot or of another. Calling it again without such frames does nothing.
     *
     * @param out told the results, during the call
     */
    void end(Consumer<O> out);

    /** What this stage reads that is only made on request; what the stages inside read does not count. */
    default Set<Slot> needs() {
        return Set.of();
    }

    /** Drops frames that are under way, and frees what the stage and those inside it hold. Then it is as if it were new. */
    @Override
    void close();
}
