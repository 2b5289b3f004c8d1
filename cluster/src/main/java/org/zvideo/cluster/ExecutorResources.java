package org.zvideo.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.zvideo.video.job.LoadedModel;

/**
 * What an executor keeps from one task to the next: models in memory and copies of jobs that lie elsewhere.
 *
 * <p>Spark makes a new object for every task and hands it nothing that lives longer, so the tasks of a process find this one by a
 * static field, the only one here. {@link ExecutorPart} opens and closes it with the executor.
 */
final class ExecutorResources implements AutoCloseable {
    private static volatile ExecutorResources open;

    private static final int GRACE_SECONDS = 4;
    private static final long POLL_MILLIS = 50;

    private final Deque<ModelSlot> idle = new ArrayDeque<>();
    private final Map<String, JobCopy> copies = new HashMap<>();
    private boolean closed;
    private int inUse;

    /** Those of this process, made if they are not there. */
    static synchronized ExecutorResources open() {
        if (open == null) {
            CommonPool.make();
            open = new ExecutorResources();
        }
        return open;
    }

    /** @throws IllegalStateException if the executor was started without {@link ExecutorPart} */
    static ExecutorResources here() {
        ExecutorResources here = open;
        if (here == null) {
            throw new IllegalStateException(
                    "this executor was started without spark.plugins=" + ExecutorPart.class.getName());
        }
        return here;
    }

    /**
     * Does some work with a model that nobody else uses meanwhile.
     *
     * @param name of the work
     */
    <T> T withModel(String name, Function<LoadedModel, T> work) throws InterruptedException {
        ModelSlot slot = take();
        boolean sound = false;
        try {
            T result = slot.call(name, work);
            sound = true;
            return result;
        } finally {
            put(slot, sound);
        }
    }

    private synchronized ModelSlot take() {
        if (closed) {
            throw new IllegalStateException("the executor is closed");
        }
        inUse++;
        return idle.isEmpty() ? new ModelSlot() : idle.pop();
    }

    /** @param sound whether the state of its model is known */
    private void put(ModelSlot slot, boolean sound) {
        boolean kept;
        synchronized (this) {
            kept = sound && !closed;
            if (kept) {
                idle.push(slot);
            }
        }
        if (!kept) {
            slot.close();
        }
        synchronized (this) {
            inUse--;
            notifyAll();
        }
    }

    /** The copy of a job that lies at a place; it is brought here once. */
    synchronized JobCopy copy(String address, Path folder, Place place) throws IOException {
        JobCopy copy = copies.get(address);
        if (copy == null) {
            copy = JobCopy.of(folder, place);
            copies.put(address, copy);
        }
        return copy;
    }

    /** Waits for units that were told to stop, frees the models and deletes the copies. */
    @Override
    public void close() {
        synchronized (ExecutorResources.class) {
            open = null;
        }
        synchronized (this) {
            closed = true;
            awaitUsers();
            idle.forEach(ModelSlot::close);
            idle.clear();
            copies.values().forEach(JobCopy::close);
            copies.clear();
        }
    }

    private synchronized void awaitUsers() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
        try {
            while (inUse > 0 && System.nanoTime() < end) {
                wait(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
