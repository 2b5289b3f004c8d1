package org.zvideo.video.bench;

import org.zvideo.core.bench.ResidentMemory;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.report.ConsistencyMeter;
import org.zvideo.video.report.FramePair;
import org.zvideo.video.report.Measuring;

/**
 * Times the optical flow and all measures of a report, on a texture that moves by a few pixels from frame to frame.
 *
 * @param width  of the frames
 * @param height of the frames
 */
public record MeasuresBenchmark(int width, int height) {
    /** With what the names of all rows begin. */
    public static final String NAME = "flow and measures";

    /** One frame begins, and of ten more one has a frame ten before it. */
    private static final int FRAMES = 11;

    /**
     * What it took.
     *
     * @param name       of the row
     * @param seconds    per frame, the mean over ten
     * @param peakMemory most resident memory in bytes, that of the process included; 0 where it is not known
     */
    public record Row(String name, double seconds, long peakMemory) {}

    /** Runs it once. */
    public Row run() {
        ResidentMemory.reset();
        long start = 0;
        try (ConsistencyMeter meter = ConsistencyMeter.ofReport(MeasuresBenchmark::ignore, Measuring.DEFAULT)) {
            for (int n = 0; n < FRAMES; n++) {
                RgbImage source = frame(n, 1);
                RgbImage result = frame(n, 2);
                if (n == 1) {
                    start = System.nanoTime();
                }
                meter.add(source, result, n / 25.0, 0);
            }
        }
        return new Row(name(width, height), (System.nanoTime() - start) / 1e9 / (FRAMES - 1), ResidentMemory.peak());
    }

    /** The name of the row for frames of this size. */
    public static String name(int width, int height) {
        return NAME + " at " + width + "x" + height;
    }

    private static void ignore(FramePair pair) {
        // The page of a report draws them.
    }

    private RgbImage frame(int number, double roughness) {
        RgbImage frame = new RgbImage(width, height);
        double[] columns = wave(width, 3 * number, roughness / 17);
        double[] rows = wave(height, -2 * number, roughness / 11);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int pixel = 3 * (y * width + x);
                frame.pixels()[pixel] = (byte) (128 + 60 * columns[x] * rows[y]);
                frame.pixels()[pixel + 1] = (byte) (128 + 50 * columns[x] + 40 * rows[y]);
                frame.pixels()[pixel + 2] = (byte) (128 + 90 * rows[y]);
            }
        }
        return frame;
    }

    private static double[] wave(int count, int shift, double frequency) {
        double[] wave = new double[count];
        for (int n = 0; n < count; n++) {
            double place = n + shift;
            wave[n] = 0.6 * Math.sin(place * frequency) + 0.4 * Math.sin(place * frequency * 0.23);
        }
        return wave;
    }
}
