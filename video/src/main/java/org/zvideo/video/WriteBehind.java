package org.zvideo.video;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Does work in order on a thread of its own, so that the caller does not wait for the encoder. After a failure nothing
 * more is done, and the next caller gets the failure.
 */
final class WriteBehind implements AutoCloseable {
    private static final int WAITING = 8;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread worker = new Thread(work, "zvideo-write");
        worker.setDaemon(true);
        return worker;
    });
    private final Semaphore room = new Semaphore(WAITING);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /**
     * Hands work over, and waits while too much is pending.
     *
     * @param after runs in any case, when the work is done or will not be done
     */
    void run(Runnable work, Runnable after) {
        try {
            room.acquire();
        } catch (InterruptedException e) {
            after.run();
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while writing");
        }
        thread.execute(() -> {
            try {
                if (failure.get() == null) {
                    work.run();
                }
            } catch (RuntimeException | Error e) {
                failure.set(e);
            } finally {
                after.run();
                room.release();
            }
        });
        throwFailure();
    }

    /** Waits until all work is done. */
    void finish() {
        room.acquireUninterruptibly(WAITING);
        room.release(WAITING);
        throwFailure();
    }

    private void throwFailure() {
        if (failure.get() instanceof Error error) {
            throw error;
        }
        if (failure.get() instanceof RuntimeException exception) {
            throw exception;
        }
    }

    /** Drops the work that has not started, and waits for the rest. */
    @Override
    public void close() {
        failure.compareAndSet(null, new CancellationException("closed"));
        thread.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                if (thread.awaitTermination(1, TimeUnit.DAYS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true; // the file must not be closed while the writer uses it
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
