package org.zvideo.video.stage;

import org.zvideo.core.torch.Threads;

/**
 * How the model works on the frames of a video. The number of frames at a time changes no bit of a result; the number of
 * threads that work on each of them does.
 *
 * @param frames  at a time, at least 1
 * @param threads that work on each of them, at least 1
 */
public record Schedule(int frames, int threads) {
    public Schedule {
        if (frames < 1 || threads < 1) {
            throw new IllegalArgumentException(frames + " frames on " + threads + " threads each");
        }
    }

    /** One frame after the other, on the threads that are set. */
    public static Schedule inTurn() {
        return new Schedule(1, Threads.count());
    }

    /** Sets the threads that work on a frame from now on, and those of parallel streams. Returns this schedule. */
    public Schedule applied() {
        Threads.useInStreams(frames * threads);
        Threads.use(threads);
        return this;
    }
}
