package org.zvideo.video.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.zvideo.core.PreparedFrame;
import org.zvideo.core.Shot;
import org.zvideo.core.image.RgbImage;

/** A thread that prepares frames, in order. Frames that nobody took are freed when it closes. */
final class Preparation implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread worker = new Thread(work, "zvideo-prepare");
        worker.setDaemon(true);
        return worker;
    });
    private final List<Result> results = new ArrayList<>();
    private volatile boolean closed;

    /** A frame under way. */
    final class Result {
        private final Future<PreparedFrame> frame;

        private Result(Future<PreparedFrame> frame) {
            this.frame = frame;
        }

        /** Waits for the frame, which is then the caller's to close. */
        PreparedFrame get() {
            results.remove(this);
            try {
                return frame.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted while a frame was prepared");
            }
        }
    }

    /** Starts to prepare a frame for a shot. */
    Result start(Shot shot, RgbImage source) {
        Result result = new Result(thread.submit(() -> shot.prepare(source, this::requireOpen)));
        results.add(result);
        return result;
    }

    private void requireOpen() {
        if (closed) {
            throw new CancellationException("the stage was closed");
        }
    }

    /** Stops after the current run of the U-Net and waits for that: the model may be closed then. */
    @Override
    public void close() {
        closed = true;
        for (Result left : List.copyOf(results)) {
            try {
                left.get().close();
            } catch (RuntimeException e) {
                // It was cancelled, or it failed and nobody will miss it.
            }
        }
        thread.shutdown();
    }
}
