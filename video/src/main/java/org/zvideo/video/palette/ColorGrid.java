package org.zvideo.video.palette;

/** The places in Lab at which a {@link ColorMap} says how far colors move: {@value #NODES} along each of L, a and b. */
final class ColorGrid {
    static final int NODES = 17;
    /** The number of places. */
    static final int ALL = NODES * NODES * NODES;

    private static final float[] LOW = {0, -110, -110};
    private static final float[] STEP = {100f / (NODES - 1), 220f / (NODES - 1), 220f / (NODES - 1)};
    private static final int[] STRIDE = {NODES * NODES, NODES, 1};

    private ColorGrid() {}

    /** The distance of neighbors along a coordinate. */
    static float step(int coordinate) {
        return STEP[coordinate];
    }

    /** What the index of a node grows by along a coordinate. */
    static int stride(int coordinate) {
        return STRIDE[coordinate];
    }

    /** Where a value lies along a coordinate, in steps from the first node. */
    static float place(float value, int coordinate) {
        return (value - LOW[coordinate]) / STEP[coordinate];
    }

    /** The node below a place that has one above it as well. */
    static int below(float place) {
        return Math.max(0, Math.min(NODES - 2, (int) Math.floor(place)));
    }
}
