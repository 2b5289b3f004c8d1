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

    /** How far the current unit is, in runs of the U-Net. */
    void step(int done, int total);

    /** The current unit is done. */
    void unitDone();

    /** The work is done, or has failed; what is shown of it goes. May be called more than once. */
    @Override
    void close();
}
