package org.zvideo.video.stage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A number of threads that do tasks: the caller, and as many more as it takes. Tasks start in the order in which they were
 * given, so one may wait for what another one does that was given before it. The caller works whenever it would have to wait.
 */
final class Crew implements AutoCloseable {
    private final int size;
    private final Deque<Task> waiting = new ArrayDeque<>();
    private final Set<Task> running = new HashSet<>();
    private final List<Thread> hands = new ArrayList<>();
    private boolean closed;

    /** Something to do, which throws nothing. */
    record Task(Runnable work) {
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /** @param size number of threads, the caller's included */
    Crew(int size) {
        this.size = size;
    }

    /** Gives a task that neither waits nor runs. */
    synchronized void give(Task task) {
        waiting.add(task);
        while (hands.size() < Math.min(size - 1, waiting.size() + running.size())) {
            Thread hand = new Thread(this::work, "zvideo-model-" + (hands.size() + 1));
            hand.setDaemon(true);
            hand.start();
            hands.add(hand);
        }
        notifyAll();
    }

    private void work() {
        for (Task task = await(); task != null; task = await()) {
            run(task);
        }
    }

    /** The next task, which counts as running from now on; null when the crew is closed. */
    private synchronized @Nullable Task await() {
        while (waiting.isEmpty() && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                return null; // only somebody who knows this thread interrupts it, and wants it to end
            }
        }
        return closed ? null : start(waiting.peek());
    }

    private Task start(Task task) {
        waiting.remove(task);
        running.add(task);
        return task;
    }

    private void run(Task task) {
        try {
            task.work().run();
        } finally {
            synchronized (this) {
                running.remove(task);
                notifyAll();
            }
        }
    }

    /**
     * Works until a task is done: on that one if nobody has started it, else on those that wait.
     *
     * @throws CancellationException if this thread was interrupted
     */
    void finish(Task task) {
        for (Task next = helpWith(task); next != null; next = helpWith(task)) {
            run(next);
        }
    }

    /** What the caller should do next; null when the task is done. */
    private synchronized @Nullable Task helpWith(Task task) {
        sleepUntil(() -> !waiting.isEmpty() || !running.contains(task));
        return waiting.contains(task) ? start(task) : running.contains(task) ? start(waiting.element()) : null;
    }

    /** Takes tasks back that have not started, and waits for those that have. */
    synchronized void recall(Collection<Task> tasks) {
        waiting.removeAll(tasks);
        sleepUntil(() -> tasks.stream().noneMatch(running::contains));
    }

    private synchronized void sleepUntil(BooleanSupplier reached) {
        while (!reached.getAsBoolean()) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted while frames were computed");
            }
        }
    }

    /** Forgets tasks that have not started, and waits for the others and for the threads to end. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            waiting.clear();
            notifyAll();
        }
        boolean interrupted = false;
        for (Thread hand : hands) {
            while (hand.isAlive()) {
                try {
                    hand.join();
                } catch (InterruptedException e) {
                    interrupted = true; // the model may not be closed before they end
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
