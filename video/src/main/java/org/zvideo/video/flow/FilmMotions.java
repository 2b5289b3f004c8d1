package org.zvideo.video.flow;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The motion between frames of a film, in {@link SearchSize}: each is looked for once, whichever stage or measure asks first,
 * on whatever thread. The newest are kept, so one that is asked for late may be found again, with the same bits.
 */
public final class FilmMotions implements AutoCloseable {
    /** Pixels of all kept motions, 9 bytes each outside the Java heap: 32 motions of 960×540. */
    private static final long MOST_PIXELS = 1L << 24;

    private final Map<Pair, FlowWarp> known = new LinkedHashMap<>();
    private long pixels;

    private record Pair(long frame, long earlier, int width, int height) {}

    /**
     * The motion from one frame to another.
     *
     * @param width  of the frames
     * @param height of the frames
     * @param found  looks for it, in search size
     * @return a motion that the caller closes
     */
    public FlowWarp between(long frame, long earlier, int width, int height, Supplier<FlowWarp> found) {
        Pair pair = new Pair(frame, earlier, width, height);
        synchronized (known) {
            FlowWarp motion = known.get(pair);
            if (motion != null) {
                return motion.shared();
            }
        }
        FlowWarp motion = found.get();
        keep(pair, motion.shared());
        return motion;
    }

    private void keep(Pair pair, FlowWarp motion) {
        synchronized (known) {
            FlowWarp other = known.put(pair, motion);
            pixels += motion.flow().pixels();
            if (other != null) {
                drop(other);
            }
            Iterator<FlowWarp> oldest = known.values().iterator();
            while (pixels > MOST_PIXELS && known.size() > 1) {
                drop(oldest.next());
                oldest.remove();
            }
        }
    }

    private void drop(FlowWarp motion) {
        pixels -= motion.flow().pixels();
        motion.close();
    }

    /** Forgets all motions: the frames that follow may belong to another film. */
    @Override
    public void close() {
        synchronized (known) {
            known.values().forEach(this::drop);
            known.clear();
        }
    }
}
