package org.zvideo.core.analysis;

import java.util.Random;

/**
 * t-SNE (van der Maaten and Hinton, 2008), exact, for the tens of points of Fig. 5: neighbors in many dimensions become
 * neighbors in the plane. The same points give the same picture.
 *
 * <p>Own code, because no maintained Java library under a permissive license has it.
 */
public final class Tsne {
    private static final int ITERATIONS = 1000;
    private static final int EXAGGERATED = 250;
    private static final double EXAGGERATION = 4;
    private static final double LARGEST_PERPLEXITY = 30;
    private static final double TINY = 1e-12;

    private Tsne() {}

    /** Embeds points [n][d] in the plane [n][2]. */
    public static double[][] embed(double[][] points) {
        int n = points.length;
        double[][] y = new double[n][2];
        if (n < 2) {
            return y;
        }
        Random random = new Random(1);
        for (double[] point : y) {
            point[0] = 1e-2 * random.nextGaussian();
            point[1] = 1e-2 * random.nextGaussian();
        }
        double[][] p = affinities(standardized(points), Math.max(1, Math.min(LARGEST_PERPLEXITY, (n - 1) / 3.0)));
        double[][] velocity = new double[n][2];
        double rate = Math.max(n / EXAGGERATION, 10);
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            double factor = iteration < EXAGGERATED ? EXAGGERATION : 1;
            double momentum = iteration < EXAGGERATED ? 0.5 : 0.8;
            double[][] gradient = gradient(p, y, factor);
            for (int i = 0; i < n; i++) {
                for (int d = 0; d < 2; d++) {
                    velocity[i][d] = momentum * velocity[i][d] - rate * gradient[i][d];
                    y[i][d] += velocity[i][d];
                }
            }
        }
        return y;
    }

    /** Zero mean, unit variance over all: the scale of the numbers must not matter. */
    private static double[][] standardized(double[][] points) {
        int dimensions = points[0].length;
        double[] mean = new double[dimensions];
        for (double[] point : points) {
            for (int d = 0; d < dimensions; d++) {
                mean[d] += point[d] / points.length;
            }
        }
        double variance = 0;
        for (double[] point : points) {
            for (int d = 0; d < dimensions; d++) {
                variance += Math.pow(point[d] - mean[d], 2) / points.length / dimensions;
            }
        }
        double scale = Math.sqrt(Math.max(variance, TINY));
        double[][] scaled = new double[points.length][dimensions];
        for (int i = 0; i < points.length; i++) {
            for (int d = 0; d < dimensions; d++) {
                scaled[i][d] = (points[i][d] - mean[d]) / scale;
            }
        }
        return scaled;
    }

    /** Symmetric p_ij = (p_j|i + p_i|j)/2n; each Gaussian's width is found so that its perplexity is the wanted one. */
    private static double[][] affinities(double[][] points, double perplexity) {
        int n = points.length;
        double[][] conditional = new double[n][];
        for (int i = 0; i < n; i++) {
            double low = 0;
            double high = Double.POSITIVE_INFINITY;
            double beta = 1;
            for (int attempt = 0; attempt < 60; attempt++) {
                conditional[i] = neighbors(points, i, beta);
                if (entropy(conditional[i]) > Math.log(perplexity)) {
                    low = beta;
                    beta = Double.isInfinite(high) ? 2 * beta : (beta + high) / 2;
                } else {
                    high = beta;
                    beta = (low + beta) / 2;
                }
            }
        }
        double[][] p = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                p[i][j] = Math.max((conditional[i][j] + conditional[j][i]) / (2 * n), TINY);
            }
        }
        return p;
    }

    private static double[] neighbors(double[][] points, int i, double beta) {
        double[] p = new double[points.length];
        double nearest = Double.POSITIVE_INFINITY;
        for (int j = 0; j < p.length; j++) {
            if (j != i) {
                nearest = Math.min(nearest, squaredDistance(points[i], points[j]));
            }
        }
        double sum = 0;
        for (int j = 0; j < p.length; j++) {
            p[j] = j == i ? 0 : Math.exp(-beta * (squaredDistance(points[i], points[j]) - nearest));
            sum += p[j];
        }
        for (int j = 0; j < p.length; j++) {
            p[j] /= sum;
        }
        return p;
    }

    private static double entropy(double[] p) {
        double entropy = 0;
        for (double value : p) {
            entropy -= value > TINY ? value * Math.log(value) : 0;
        }
        return entropy;
    }

    /** 4 Σ_j (p_ij − q_ij)(y_i − y_j)/(1 + ‖y_i − y_j‖²). */
    private static double[][] gradient(double[][] p, double[][] y, double exaggeration) {
        int n = y.length;
        double[][] closeness = new double[n][n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                closeness[i][j] = i == j ? 0 : 1 / (1 + squaredDistance(y[i], y[j]));
                sum += closeness[i][j];
            }
        }
        double[][] gradient = new double[n][2];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double pull = 4 * (exaggeration * p[i][j] - closeness[i][j] / sum) * closeness[i][j];
                gradient[i][0] += pull * (y[i][0] - y[j][0]);
                gradient[i][1] += pull * (y[i][1] - y[j][1]);
            }
        }
        return gradient;
    }

    private static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (a[d] - b[d]) * (a[d] - b[d]);
        }
        return sum;
    }
}
