package org.zvideo.video.plan;

/** Times work. */
final class Stopwatch {
    private Stopwatch() {}

    /** The seconds that the work takes. */
    static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
