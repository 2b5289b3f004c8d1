package org.zvideo.video.stage;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.zvideo.core.Style;

/**
 * The styles of a shot, which one thread of a crew prepares while others already invert frames. Its task has to be given before
 * those of the frames, which wait for it.
 */
final class StylePreparation implements Supplier<List<Style>> {
    private final FutureTask<List<Style>> styles;
    private final Crew.Task task;

    StylePreparation(Supplier<List<Style>> styles) {
        this.styles = new FutureTask<>(styles::get);
        this.task = new Crew.Task(this.styles);
    }

    Crew.Task task() {
        return task;
    }

    /** Waits for the styles. What went wrong with them, it throws. */
    @Override
    public List<Style> get() {
        try {
            return styles.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause(); // a supplier throws nothing else
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while styles were prepared");
        }
    }
}
