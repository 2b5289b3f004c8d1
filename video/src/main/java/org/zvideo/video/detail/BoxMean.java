package org.zvideo.video.detail;

/** Means over square windows of a plane, which is reflected at its borders with its border repeated (OpenCV's BORDER_REFLECT). */
final class BoxMean {
    private final int width;
    private final int height;
    private final int[] columns;
    private final int[] rows;
    private final int side;

    /** For planes of width·height values, row by row, and windows of 2·radius + 1 values each way. */
    BoxMean(int width, int height, int radius) {
        this.width = width;
        this.height = height;
        this.side = 2 * radius + 1;
        this.columns = reflected(width, radius);
        this.rows = reflected(height, radius);
    }

    /** Where the values come from that lie −radius … length + radius along a side. */
    private static int[] reflected(int length, int radius) {
        int[] places = new int[length + 2 * radius];
        for (int n = 0; n < places.length; n++) {
            int place = Math.floorMod(n - radius, 2 * length);
            places[n] = place < length ? place : 2 * length - 1 - place;
        }
        return places;
    }

    /** The mean around each value. Sums are in double precision: they run along rows and columns. */
    float[] of(float[] plane) {
        double[] sums = new double[plane.length];
        for (int y = 0; y < height; y++) {
            int row = y * width;
            double sum = 0;
            for (int n = 0; n < side - 1; n++) {
                sum += plane[row + columns[n]];
            }
            for (int x = 0; x < width; x++) {
                sum += plane[row + columns[x + side - 1]];
                sums[row + x] = sum;
                sum -= plane[row + columns[x]];
            }
        }
        double[] running = new double[width];
        for (int n = 0; n < side - 1; n++) {
            add(1, sums, rows[n], running);
        }
        double share = 1.0 / (side * side);
        float[] means = new float[plane.length];
        for (int y = 0; y < height; y++) {
            add(1, sums, rows[y + side - 1], running);
            for (int x = 0; x < width; x++) {
                means[y * width + x] = (float) (share * running[x]);
            }
            add(-1, sums, rows[y], running);
        }
        return means;
    }

    private void add(int sign, double[] sums, int row, double[] running) {
        for (int x = 0; x < width; x++) {
            running[x] += sign * sums[row * width + x];
        }
    }
}
