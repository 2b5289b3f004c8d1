package org.zvideo.core.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Oracle: points drawn from well separated clusters, whose membership is known. */
class TsneTest {
    private static final int CLUSTERS = 3;
    private static final int EACH = 12;
    private static final int DIMENSIONS = 16;

    @Test
    void neighborsInManyDimensionsAreNeighborsInThePlane() {
        double[][] plane = Tsne.embed(clusters(1e-3));
        int right = 0;
        for (int i = 0; i < plane.length; i++) {
            right += nearest(plane, i) / EACH == i / EACH ? 1 : 0;
        }
        assertEquals(plane.length, right, "every point's nearest neighbor is of its own cluster");
    }

    /** The perplexity stretches each cluster; between them there must still be more room than within. */
    @Test
    void clustersStayApart() {
        double[][] plane = Tsne.embed(clusters(1));
        double within = 0;
        double between = Double.POSITIVE_INFINITY;
        for (int i = 0; i < plane.length; i++) {
            for (int j = 0; j < i; j++) {
                double distance = Math.hypot(plane[i][0] - plane[j][0], plane[i][1] - plane[j][1]);
                if (i / EACH == j / EACH) {
                    within = Math.max(within, distance);
                } else {
                    between = Math.min(between, distance);
                }
            }
        }
        assertTrue(within < between, "widest cluster " + within + ", nearest clusters " + between);
    }

    @Test
    void theScaleOfTheNumbersDoesNotMatterAndOnePointIsAPicture() {
        assertArrayEquals(Tsne.embed(clusters(1))[5], Tsne.embed(clusters(1))[5], "the same every time");
        assertArrayEquals(new double[] {0, 0}, Tsne.embed(new double[][] {{3, 4}})[0]);
        for (double[] point : Tsne.embed(new double[][] {{1, 1}, {1, 1}, {1, 1}})) {
            assertTrue(Double.isFinite(point[0]) && Double.isFinite(point[1]), "equal points are no NaN");
        }
    }

    private static int nearest(double[][] plane, int i) {
        int best = -1;
        for (int j = 0; j < plane.length; j++) {
            if (j != i
                    && (best < 0
                            || Math.hypot(plane[i][0] - plane[j][0], plane[i][1] - plane[j][1])
                                    < Math.hypot(plane[i][0] - plane[best][0], plane[i][1] - plane[best][1]))) {
                best = j;
            }
        }
        return best;
    }

    private static double[][] clusters(double scale) {
        Random random = new Random(5);
        double[][] points = new double[CLUSTERS * EACH][DIMENSIONS];
        for (int i = 0; i < points.length; i++) {
            for (int d = 0; d < DIMENSIONS; d++) {
                points[i][d] = scale * ((d % CLUSTERS == i / EACH ? 4 : 0) + 0.5 * random.nextGaussian());
            }
        }
        return points;
    }
}
