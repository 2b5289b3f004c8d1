package org.zvideo.video.report;

/**
 * On which frames of a video it is measured how near a result is to its styles: every 10th, and every 20th, 40th, … once more
 * than 20 frames would count, so that a long video costs little and all of it is seen. It depends on the numbers of the frames
 * alone.
 */
final class StyleSampling {
    private static final int FIRST_INTERVAL = 10;
    private static final int MOST = 20;

    private int kept;
    private int interval = FIRST_INTERVAL;

    /** A sampling that has passed all frames before one. */
    static StyleSampling before(long frame) {
        StyleSampling sampling = new StyleSampling();
        for (long n = 0; n < frame; n += FIRST_INTERVAL) {
            if (sampling.counts(n)) {
                sampling.thins();
            }
        }
        return sampling;
    }

    /** Whether the next frame counts; its number rises from call to call. */
    boolean counts(long frame) {
        if (frame % interval != 0) {
            return false;
        }
        kept++;
        return true;
    }

    /**
     * Says, after a frame that counts, whether every second of those that counted is dropped now. The next that count follow at
     * twice the interval.
     */
    boolean thins() {
        if (kept <= MOST) {
            return false;
        }
        kept -= kept / 2;
        interval *= 2;
        return true;
    }

    /** The distance between frames that count. */
    int interval() {
        return interval;
    }
}
