package org.zvideo.video.palette;

/**
 * Collects how far colors move at the nodes of a grid, and fills the nodes around which there are none: fine where there are
 * many, coarse where there are few, so that the map is smooth everywhere.
 */
final class GridFilling {
    /** Standard deviations in steps of the grid, from fine to coarse. */
    private static final double[] SIGMAS = {0.7, 1.5, 3, 6, 12};
    /** Colors around a node that are enough to believe their mean. */
    private static final double ENOUGH = 20;

    private static final int COORDINATES = 3;

    private final double[] weight = new double[ColorGrid.ALL];
    private final double[][] total = new double[COORDINATES][ColorGrid.ALL];

    /** Shares a color and its way among the eight nodes around it. */
    void add(float[] colors, double[] moved, int at) {
        int node = 0;
        double[] part = new double[COORDINATES];
        for (int c = 0; c < COORDINATES; c++) {
            float place = ColorGrid.place(colors[at + c], c);
            int below = ColorGrid.below(place);
            part[c] = place - below;
            node += below * ColorGrid.stride(c);
        }
        for (int corner = 0; corner < 8; corner++) {
            int of = node;
            double share = 1;
            for (int c = 0; c < COORDINATES; c++) {
                boolean upper = (corner >> c & 1) == 1;
                share *= upper ? part[c] : 1 - part[c];
                of += upper ? ColorGrid.stride(c) : 0;
            }
            weight[of] += share;
            for (int c = 0; c < COORDINATES; c++) {
                total[c][of] += share * (moved[at + c] - colors[at + c]);
            }
        }
    }

    /** How far each node moves along L, a and b. */
    double[][] filled() {
        double[][] filled = new double[COORDINATES][ColorGrid.ALL];
        double[] known = new double[ColorGrid.ALL];
        for (double sigma : SIGMAS) {
            double[][] kernel = kernel(sigma);
            double[] near = smoothed(weight, kernel);
            double[] trust = new double[ColorGrid.ALL];
            for (int node = 0; node < trust.length; node++) {
                trust[node] = Math.min(1, near[node] / ENOUGH) * (1 - known[node]);
                known[node] += trust[node];
            }
            for (int c = 0; c < COORDINATES; c++) {
                double[] sum = smoothed(total[c], kernel);
                for (int node = 0; node < trust.length; node++) {
                    filled[c][node] += trust[node] * sum[node] / Math.max(near[node], 1e-9);
                }
            }
        }
        for (double[] of : filled) {
            for (int node = 0; node < known.length; node++) {
                of[node] /= Math.max(known[node], 1e-3);
            }
        }
        return filled;
    }

    /** What each node of a line takes of each; what lies beyond the ends has the value of the end. */
    private static double[][] kernel(double sigma) {
        int reach = (int) (4 * sigma + 0.5);
        double sum = 0;
        for (int k = -reach; k <= reach; k++) {
            sum += Math.exp(-0.5 * k * k / (sigma * sigma));
        }
        double[][] kernel = new double[ColorGrid.NODES][ColorGrid.NODES];
        for (int node = 0; node < ColorGrid.NODES; node++) {
            for (int k = -reach; k <= reach; k++) {
                int from = Math.max(0, Math.min(ColorGrid.NODES - 1, node + k));
                kernel[node][from] += Math.exp(-0.5 * k * k / (sigma * sigma)) / sum;
            }
        }
        return kernel;
    }

    private static double[] smoothed(double[] values, double[][] kernel) {
        double[] smoothed = values;
        for (int c = 0; c < COORDINATES; c++) {
            smoothed = smoothed(smoothed, kernel, ColorGrid.stride(c));
        }
        return smoothed;
    }

    private static double[] smoothed(double[] values, double[][] kernel, int stride) {
        double[] smoothed = new double[values.length];
        for (int node = 0; node < values.length; node++) {
            int at = node / stride % ColorGrid.NODES;
            int line = node - at * stride;
            double sum = 0;
            for (int k = 0; k < ColorGrid.NODES; k++) {
                sum += kernel[at][k] * values[line + k * stride];
            }
            smoothed[node] = sum;
        }
        return smoothed;
    }
}
