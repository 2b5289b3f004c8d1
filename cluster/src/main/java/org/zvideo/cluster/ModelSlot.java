package org.zvideo.cluster;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.zvideo.video.job.LoadedModel;

/** A thread with a model that stays in memory from one unit to the next: Spark runs tasks on any thread, a model has one. */
final class ModelSlot implements AutoCloseable {
    private static final String NAME = "zvideo idle slot";

    private final ClassLoader classes = Thread.currentThread().getContextClassLoader();
    private final LoadedModel model = new LoadedModel();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, NAME);
        made.setDaemon(true);
        made.setContextClassLoader(classes);
        return made;
    });

    /**
     * Does some work with the model on its thread, and waits for it.
     *
     * @param name of the thread meanwhile, for those who look at a list of threads
     * @throws InterruptedException if whoever waits is to stop; the work goes on until it looks for that itself
     */
    <T> T call(String name, Function<LoadedModel, T> work) throws InterruptedException {
        return on(() -> {
            Thread.currentThread().setName(name);
            try {
                return work.apply(model);
            } finally {
                Thread.currentThread().setName(NAME);
            }
        });
    }

    private <T> T on(Callable<T> work) throws InterruptedException {
        try {
            return thread.submit(work).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            } else if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Waits for what is under way and frees the model. */
    @Override
    public void close() {
        try {
            on(() -> {
                model.close();
                return null;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the thread frees it all the same, before it ends
        } finally {
            thread.shutdown();
        }
    }
}
