package org.zvideo.server.work;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.StillImage;

/** What is known of a job only while the server runs: how far it is, its newest picture and the lines that it printed. */
public final class Live {
    private static final int MOST_LINES = 1000;
    private static final int PICTURE_WIDTH = 480;
    private static final long PICTURE_NANOS = 700_000_000L;

    private final Deque<String> lines = new ArrayDeque<>();
    private Optional<Progress> progress = Optional.empty();
    private Optional<RgbImage> picture = Optional.empty();
    private long pictureTime;
    private long pictures;

    /**
     * How far a run is.
     *
     * @param unit     what is counted
     * @param done     units
     * @param total    units; 0 if nobody knows
     * @param step     of the unit at hand
     * @param steps    of a unit
     * @param share    of the whole, 0 to 1; never falls in one run
     * @param perUnit  seconds; 0 if nobody knows yet
     * @param left     seconds; negative if nobody knows yet
     */
    public record Progress(
            String unit, long done, long total, int step, int steps, double share, double perUnit, double left) {}

    synchronized void progress(Progress now) {
        progress = Optional.of(now);
    }

    /** How far the run is; empty between runs. */
    public synchronized Optional<Progress> progress() {
        return progress;
    }

    synchronized void line(String text) {
        if (lines.size() == MOST_LINES) {
            lines.remove();
        }
        lines.add(text);
    }

    /** The newest lines. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** Takes a picture now and then. */
    synchronized void shown(RgbImage image) {
        long now = System.nanoTime();
        if (pictures == 0 || now - pictureTime > PICTURE_NANOS) {
            pictureTime = now;
            pictures++;
            picture = Optional.of(image);
        }
    }

    /** Number of the newest picture; 0 if there is none. */
    public synchronized long pictures() {
        return pictures;
    }

    /** The newest picture as JPEG, made small. */
    public Optional<byte[]> picture() {
        Optional<RgbImage> newest;
        synchronized (this) {
            newest = picture;
        }
        return newest.map(image -> StillImage.encode(Pictures.fitted(image, PICTURE_WIDTH), Path.of("picture.jpg")));
    }

    /** The run is over. */
    synchronized void rests() {
        progress = Optional.empty();
        picture = Optional.empty();
        pictures = 0;
    }
}
