package org.zvideo.video.palette;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Sliced optimal transport (Pitié): moves colors so that their distribution becomes another one. In each iteration both are
 * projected to three axes; along each, the n-th smallest value goes part of the way to the n-th smallest of the other.
 *
 * <p>Equal values keep their order, and each axis is the work of one thread: the bits do not depend on the number of threads.
 */
final class ColorTransport {
    private static final int ITERATIONS = 12;
    /** The share of its way that a color goes in an iteration. */
    private static final double STEP = 0.7;

    private final double[][] rotations;

    /** With the axes of L, a and b first, then the same eleven rotations every time. */
    ColorTransport() {
        this(rotations(new Random(0)));
    }

    /** @param rotations for each iteration a matrix, row by row, whose columns are the axes */
    ColorTransport(double[][] rotations) {
        this.rotations = rotations;
    }

    private static double[][] rotations(Random random) {
        double[][] rotations = new double[ITERATIONS][];
        rotations[0] = new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1};
        for (int n = 1; n < ITERATIONS; n++) {
            rotations[n] = rotation(random);
        }
        return rotations;
    }

    /** That of a random quaternion: each rotation is as likely as every other. */
    private static double[] rotation(Random random) {
        double[] q = new double[4];
        double norm = 0;
        for (int n = 0; n < 4; n++) {
            q[n] = random.nextGaussian();
            norm += q[n] * q[n];
        }
        double s = 2 / norm;
        return new double[] {
            1 - s * (q[2] * q[2] + q[3] * q[3]),
            s * (q[1] * q[2] - q[3] * q[0]),
            s * (q[1] * q[3] + q[2] * q[0]),
            s * (q[1] * q[2] + q[3] * q[0]),
            1 - s * (q[1] * q[1] + q[3] * q[3]),
            s * (q[2] * q[3] - q[1] * q[0]),
            s * (q[1] * q[3] - q[2] * q[0]),
            s * (q[2] * q[3] + q[1] * q[0]),
            1 - s * (q[1] * q[1] + q[2] * q[2])
        };
    }

    /**
     * Where colors go.
     *
     * @param colors three coordinates of each
     * @param target the colors whose distribution is wanted, as many
     * @return the coordinates that the colors have afterwards
     */
    double[] moved(float[] colors, float[] target) {
        double[] place = new double[colors.length];
        for (int n = 0; n < place.length; n++) {
            place[n] = colors[n];
        }
        for (double[] rotation : rotations) {
            double[][] ways = IntStream.range(0, 3)
                    .parallel()
                    .mapToObj(axis -> way(place, target, rotation[axis], rotation[3 + axis], rotation[6 + axis]))
                    .toArray(double[][]::new);
            for (int n = 0; n < place.length; n++) {
                int coordinate = n % 3;
                for (int axis = 0; axis < 3; axis++) {
                    place[n] += STEP * rotation[3 * coordinate + axis] * ways[axis][n / 3];
                }
            }
        }
        return place;
    }

    /** How far each color is from its target along an axis. */
    private static double[] way(double[] place, float[] target, double x, double y, double z) {
        int count = place.length / 3;
        double[] goals = new double[count];
        double[] values = new double[count];
        long[] order = new long[count];
        for (int n = 0; n < count; n++) {
            goals[n] = x * target[3 * n] + y * target[3 * n + 1] + z * target[3 * n + 2];
            values[n] = x * place[3 * n] + y * place[3 * n + 1] + z * place[3 * n + 2];
            order[n] = ((long) ascending((float) values[n]) << Integer.SIZE) | n;
        }
        Arrays.sort(goals);
        Arrays.sort(order);
        double[] way = new double[count];
        for (int n = 0; n < count; n++) {
            int color = (int) order[n];
            way[color] = goals[n] - values[color];
        }
        return way;
    }

    /** An integer that is the greater, the greater the value is. */
    private static int ascending(float value) {
        int bits = Float.floatToIntBits(value + 0f); // −0 becomes 0
        return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
    }
}
