package org.zvideo.video.palette;

/**
 * Makes a map so gentle that no two colors are more than {@value #LARGEST} times as far apart afterwards as before: noise in flat
 * regions is not torn apart.
 *
 * <p>Inside a cell of the grid the map is linear in each coordinate, so its derivative at any place is a mean of its derivatives
 * at the cell's corners, of which each consists of the slopes of three edges. Where the norm of one (Frobenius, which is at least
 * the slope) is too large, the four nodes of its edges are moved as little as makes it small enough, again and again until there
 * is none.
 */
final class SlopeBound {
    static final double LARGEST = 4;
    /** A little less, so that it is reached after few sweeps. */
    private static final double AIM = 0.98 * LARGEST;

    private static final int SWEEPS = 100;
    private static final double NORM_OF_IDENTITY = Math.sqrt(3);

    private final double[][] ways;
    /** By coordinate of the result, then coordinate of the place. */
    private final double[][] derivative = new double[3][3];

    private SlopeBound(double[][] ways) {
        this.ways = ways;
    }

    /** Changes how far nodes move along L, a and b. */
    static void apply(double[][] ways) {
        SlopeBound bound = new SlopeBound(ways);
        double norm = bound.sweep();
        for (int n = 1; norm > LARGEST && n < SWEEPS; n++) {
            norm = bound.sweep();
        }
        if (norm > LARGEST) {
            bound.shorten((LARGEST - NORM_OF_IDENTITY) / (norm - NORM_OF_IDENTITY));
        }
    }

    /** Visits all corners of all cells; gives the largest norm that it found. */
    private double sweep() {
        double largest = 0;
        for (int node = 0; node < ColorGrid.ALL; node++) {
            for (int corner = 0; corner < 8; corner++) {
                if (exists(node, corner)) {
                    largest = Math.max(largest, visit(node, corner));
                }
            }
        }
        return largest;
    }

    /** Whether a node has neighbors on the sides that the bits of a number name. */
    private static boolean exists(int node, int corner) {
        for (int c = 0; c < 3; c++) {
            int at = node / ColorGrid.stride(c) % ColorGrid.NODES;
            if (at == ((corner >> c & 1) == 1 ? ColorGrid.NODES - 1 : 0)) {
                return false;
            }
        }
        return true;
    }

    private static int side(int corner, int c) {
        return (corner >> c & 1) == 1 ? 1 : -1;
    }

    private double visit(int node, int corner) {
        double squares = 0;
        for (int c = 0; c < 3; c++) {
            int side = side(corner, c);
            int neighbor = node + side * ColorGrid.stride(c);
            for (int k = 0; k < 3; k++) {
                double slope = side * (ways[k][neighbor] - ways[k][node]) / ColorGrid.step(c) + (k == c ? 1 : 0);
                derivative[k][c] = slope;
                squares += slope * slope;
            }
        }
        double norm = Math.sqrt(squares);
        if (norm > AIM) {
            flatten(node, corner, AIM / norm - 1);
        }
        return norm;
    }

    /** Adds a share of the derivative to it. */
    private void flatten(int node, int corner, double share) {
        for (int k = 0; k < 3; k++) {
            double sum = 0;
            for (int c = 0; c < 3; c++) {
                double change = share * side(corner, c) * ColorGrid.step(c) * derivative[k][c];
                ways[k][node + side(corner, c) * ColorGrid.stride(c)] += change;
                sum += change;
            }
            ways[k][node] -= sum / 4;
            for (int c = 0; c < 3; c++) {
                ways[k][node + side(corner, c) * ColorGrid.stride(c)] -= sum / 4;
            }
        }
    }

    private void shorten(double share) {
        for (double[] of : ways) {
            for (int node = 0; node < of.length; node++) {
                of[node] *= share;
            }
        }
    }
}
