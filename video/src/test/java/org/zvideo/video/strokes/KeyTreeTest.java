package org.zvideo.video.strokes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Oracle: the distances to all points. */
class KeyTreeTest {
    private static final int DIMENSIONS = 6;
    private static final float[] POINTS = numbers(1, 700);
    private static final float[] PLACES = numbers(2, 200);

    /** Whole numbers, so that there are points in the same place and at the same distance. */
    private static float[] numbers(int seed, int count) {
        Random random = new Random(seed);
        float[] numbers = new float[count * DIMENSIONS];
        for (int n = 0; n < numbers.length; n++) {
            numbers[n] = random.nextInt(9 - n % DIMENSIONS);
        }
        return numbers;
    }

    private static float square(int point, int place) {
        float sum = 0;
        for (int d = 0; d < DIMENSIONS; d++) {
            float difference = POINTS[point * DIMENSIONS + d] - PLACES[place * DIMENSIONS + d];
            sum += difference * difference;
        }
        return sum;
    }

    private static float least(int place) {
        float least = Float.POSITIVE_INFINITY;
        for (int point = 0; point < POINTS.length / DIMENSIONS; point++) {
            least = Math.min(least, square(point, place));
        }
        return least;
    }

    @Test
    void theNearestPointIsFound() {
        KeyTree tree = new KeyTree(POINTS, DIMENSIONS, 1);
        for (int place = 0; place < PLACES.length / DIMENSIONS; place++) {
            KeyTree.Nearest found = tree.nearest(PLACES, place * DIMENSIONS, Float.POSITIVE_INFINITY);
            assertEquals(least(place), found.square());
            assertEquals(least(place), square(found.number(), place));
        }
    }

    @Test
    void noPointIsNearerByMoreThanTheFactor() {
        KeyTree tree = new KeyTree(POINTS, DIMENSIONS, 1.5);
        for (int place = 0; place < PLACES.length / DIMENSIONS; place++) {
            KeyTree.Nearest found = tree.nearest(PLACES, place * DIMENSIONS, Float.POSITIVE_INFINITY);
            assertTrue(found.square() <= 1.5 * 1.5 * least(place));
        }
    }

    @Test
    void pointsBeyondTheBoundAreNotFound() {
        KeyTree tree = new KeyTree(POINTS, DIMENSIONS, 1);
        for (int place = 0; place < PLACES.length / DIMENSIONS; place++) {
            assertEquals(KeyTree.Nearest.NONE, tree.nearest(PLACES, place * DIMENSIONS, least(place)));
        }
    }
}
