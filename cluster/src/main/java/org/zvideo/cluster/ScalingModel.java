package org.zvideo.cluster;

import java.util.List;
import java.util.PriorityQueue;

/**
 * How long a job takes on a number of machines: the scan, then the units, each on the machine that is free first, then the join.
 *
 * @param unitFrames   frames of each unit, in the order in which they are handed out
 * @param frameSeconds that a frame takes
 * @param startSeconds until a machine is ready
 * @param serialSeconds of scan and join for a frame, on one machine
 */
record ScalingModel(List<Long> unitFrames, double frameSeconds, double startSeconds, double serialSeconds) {
    /** Measured at 1280x720 on one core: decoding and looking for cuts, and decoding and encoding with a PNG to read. */
    private static final double SCAN_AND_JOIN = 0.044 + 0.112;

    private static final double MEASURED_PIXELS = 1280 * 720;

    ScalingModel {
        unitFrames = List.copyOf(unitFrames);
    }

    /** Seconds of scan and join for a frame of this many pixels. */
    static double serialSeconds(long pixels) {
        return SCAN_AND_JOIN * pixels / MEASURED_PIXELS;
    }

    /** Number of all frames. */
    long frames() {
        return unitFrames.stream().mapToLong(Long::longValue).sum();
    }

    /** The number of machines beyond which no more help: all frames over those of the longest unit. */
    double bound() {
        return frames()
                / (double) unitFrames.stream().mapToLong(Long::longValue).max().orElse(1);
    }

    /** Seconds from the start of the first unit to the end of the last. */
    double unitSeconds(int machines) {
        PriorityQueue<Double> free = new PriorityQueue<>();
        for (int n = 0; n < Math.min(machines, unitFrames.size()); n++) {
            free.add(startSeconds);
        }
        double last = 0;
        for (long unit : unitFrames) {
            double end = free.remove() + unit * frameSeconds;
            free.add(end);
            last = Math.max(last, end);
        }
        return last;
    }

    /** Seconds in all. */
    double seconds(int machines) {
        return serialSeconds * frames() + unitSeconds(machines);
    }
}
