package org.zvideo.video;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;

/** Reads a few items ahead on a thread of its own, so that the consumer does not wait for the decoder. */
final class ReadAhead implements AutoCloseable {
    private static final int ITEMS = 8;

    private final BlockingQueue<Arrival> arrivals = new ArrayBlockingQueue<>(ITEMS);
    private final Thread thread;

    /** An item, or the failure that came instead of one. The end is an arrival with neither. */
    private record Arrival(MediaItem item, Throwable failure) {}

    /** Starts reading. Until this is closed, nobody else may use the reader. */
    ReadAhead(VideoReader reader) {
        thread = new Thread(() -> read(reader), "zvideo-read");
        thread.setDaemon(true);
        thread.start();
    }

    private void read(VideoReader reader) {
        try {
            Arrival arrival;
            do {
                arrival = arrival(reader);
                arrivals.put(arrival);
            } while (arrival.item() != null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: nobody wants the rest
        }
    }

    private static Arrival arrival(VideoReader reader) {
        try {
            return new Arrival(reader.next().orElse(null), null);
        } catch (RuntimeException | Error e) {
            return new Arrival(null, e);
        }
    }

    /** The next item, which the caller closes; empty at the end. Must not be called again after that. */
    Optional<MediaItem> next() {
        try {
            Arrival arrival = arrivals.take();
            if (arrival.failure() instanceof Error error) {
                throw error;
            }
            if (arrival.failure() instanceof RuntimeException exception) {
                throw exception;
            }
            return Optional.ofNullable(arrival.item());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while reading");
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // the reader is in use until its thread is done
            }
        }
        arrivals.stream().map(Arrival::item).filter(item -> item != null).forEach(MediaItem::close);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
