package org.zvideo.video.report;

import java.util.function.Supplier;
import org.zvideo.core.image.RgbImage;

/** Takes the frames of a result as they pass: makes a line of statistics of each, and a report of all. */
public interface Meter extends AutoCloseable {
    /** The next frame is the first of a shot. */
    void cut();

    /**
     * Takes the next frame.
     *
     * @param source the frame of the source at the size of the result; asked for only if it is compared
     * @param time   in seconds
     * @param took   seconds
     * @param model  how the frame was made
     */
    FrameStatistics add(Supplier<RgbImage> source, RgbImage result, double time, double took, FrameMeasures model);

    /** What is known so far. */
    ConsistencyReport report();

    @Override
    void close();
}
