package org.zvideo.video.request;

/** When a style is reached. */
public sealed interface StyleTime {
    /**
     * A time of the video, from its first frame on.
     *
     * @param seconds 0 or more
     */
    record At(double seconds) implements StyleTime {
        public At {
            if (!(seconds >= 0) || Double.isInfinite(seconds)) {
                throw new IllegalArgumentException("style at " + seconds + ": expected 0 seconds or more");
            }
        }

        @Override
        public String text() {
            return seconds + " s";
        }
    }

    /**
     * A cut of the part of the video that is stylized.
     *
     * @param number 1 for the first frame that begins a shot, other than the first frame of all
     */
    record AtCut(int number) implements StyleTime {
        public AtCut {
            if (number < 1) {
                throw new IllegalArgumentException("style at cut " + number + ": cuts are numbered from 1");
            }
        }

        @Override
        public String text() {
            return "cut:" + number;
        }
    }

    /** As messages name it. */
    String text();
}
