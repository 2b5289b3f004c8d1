package org.zvideo.video.stage;

import java.util.Optional;
import java.util.function.Consumer;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.shot.Cuts;

/**
 * Says of each frame where its shot begins. The stage inside gets a frame when the next one comes: a cut is judged by that
 * one too.
 *
 * @param <O> what the stage inside makes
 */
public final class CutStage<O> implements Stage<O> {
    private static final double MICROSECONDS = 1e6;

    private final Stage<O> inner;
    private final Cuts cuts;
    private final double start;
    private ShotFrame held;
    private long shotStart;

    /**
     * @param cuts  asked once for each frame, in order
     * @param start timestamp in seconds from which the times of listed cuts count
     */
    public CutStage(Stage<O> inner, Cuts cuts, double start) {
        this.inner = inner;
        this.cuts = cuts;
        this.start = start;
    }

    @Override
    public void accept(ShotFrame frame, Consumer<O> out) {
        deliver(Optional.of(frame.image()), out);
        held = frame;
    }

    @Override
    public void end(Consumer<O> out) {
        deliver(Optional.empty(), out);
        held = null;
        inner.end(out);
    }

    private void deliver(Optional<RgbImage> next, Consumer<O> out) {
        if (held == null) {
            return;
        }
        double seconds = held.timestamp() / MICROSECONDS - start;
        if (cuts.at(held.number(), seconds, held.image(), next)) {
            shotStart = held.number();
        }
        inner.accept(held.inShot(shotStart), out);
    }

    @Override
    public void close() {
        held = null;
        shotStart = 0;
        inner.close();
    }
}
