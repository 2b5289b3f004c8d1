package org.zvideo.video.job;

/** Is told how far a piece of work is. The thread of the model and that of the encoder may both call it. */
public interface WorkProgress extends AutoCloseable {
    /** Shows nothing. */
    WorkProgress NONE = new WorkProgress() {
        @Override
        public void expect(long count) {}

        @Override
        public void step(int done, int total) {}

        @Override
        public void unitDone() {}

        @Override
        public void close() {}
    };

    /** How many units (frames, styles, …) there will be; 0 if nobody knows. */
    void expect(long count);

    /** The U-Net works on every K-th unit only; the others follow from those. */
    default void every(int interval) {}

    /** A run of the U-Net is done: how far its unit is, of which several may be under way at once. */
    void step(int done, int total);

    /** A unit is done. */
    void unitDone();

    /** The work is done, or has failed; what is shown of it goes. May be called more than once. */
    @Override
    void close();
}
