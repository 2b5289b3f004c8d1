package org.zvideo.video.strokes;

/**
 * Finds points that are near to a place among many. A k-d tree: each node halves its points along the axis on which they are spread
 * most. Points and axes are few numbers each, so a plain array of floats holds them, in the order of the leaves.
 */
final class KeyTree {
    private static final int LEAF = 12;

    private final int dimensions;
    /** The points in the order of the leaves. */
    private final float[] points;
    /** The number of each point, in that order. */
    private final int[] numbers;
    /** The axis of each inner node, by its number in a complete binary tree whose root is 1, and where it divides. */
    private final int[] axes;

    private final float[] limits;
    /** The square of the factor. */
    private final float slack;

    /** A point that was found: its number, −1 for none, and the square of its distance. */
    record Nearest(int number, float square) {
        static final Nearest NONE = new Nearest(-1, Float.POSITIVE_INFINITY);
    }

    /**
     * Builds the tree.
     *
     * @param points {@code dimensions} numbers each; not copied, and not changed
     * @param factor how many times as far away as the nearest point one may be that is found for it; 1 for the nearest
     */
    KeyTree(float[] points, int dimensions, double factor) {
        this.slack = (float) (factor * factor);
        this.dimensions = dimensions;
        int count = points.length / dimensions;
        this.numbers = new int[count];
        for (int n = 0; n < count; n++) {
            numbers[n] = n;
        }
        int levels = 0;
        while (count >> levels > LEAF) {
            levels++;
        }
        this.axes = new int[1 << levels];
        this.limits = new float[1 << levels];
        divide(points, 1, 0, count);
        this.points = new float[points.length];
        for (int n = 0; n < count; n++) {
            System.arraycopy(points, numbers[n] * dimensions, this.points, n * dimensions, dimensions);
        }
    }

    private void divide(float[] all, int node, int from, int to) {
        if (node >= axes.length) {
            return;
        }
        int axis = widest(all, from, to);
        int middle = (from + to) >>> 1;
        select(all, axis, from, to, middle);
        axes[node] = axis;
        limits[node] = all[numbers[middle] * dimensions + axis];
        divide(all, 2 * node, from, middle);
        divide(all, 2 * node + 1, middle, to);
    }

    private int widest(float[] all, int from, int to) {
        int best = 0;
        float width = -1;
        for (int axis = 0; axis < dimensions; axis++) {
            float least = Float.POSITIVE_INFINITY;
            float most = Float.NEGATIVE_INFINITY;
            for (int n = from; n < to; n++) {
                float value = all[numbers[n] * dimensions + axis];
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            if (most - least > width) {
                width = most - least;
                best = axis;
            }
        }
        return best;
    }

    /** Brings those with the smaller coordinates before the middle (Hoare's selection). */
    private void select(float[] all, int axis, int from, int to, int middle) {
        int low = from;
        int high = to - 1;
        while (low < high) {
            float pivot = all[numbers[(low + high) >>> 1] * dimensions + axis];
            int i = low;
            int j = high;
            while (i <= j) {
                while (all[numbers[i] * dimensions + axis] < pivot) {
                    i++;
                }
                while (all[numbers[j] * dimensions + axis] > pivot) {
                    j--;
                }
                if (i <= j) {
                    int other = numbers[i];
                    numbers[i++] = numbers[j];
                    numbers[j--] = other;
                }
            }
            if (middle <= j) {
                high = j;
            } else if (middle >= i) {
                low = i;
            } else {
                return;
            }
        }
    }

    /**
     * A point near a place: no other point is nearer by more than the tree's factor.
     *
     * @param place an array that holds the place from {@code at} on
     * @param bound the square of a distance: points that are not nearer are not looked for
     */
    Nearest nearest(float[] place, int at, float bound) {
        Search search = new Search(place, at, bound);
        search.visit(1, 0, numbers.length, 0);
        return search.best < 0 ? Nearest.NONE : new Nearest(numbers[search.best], search.square);
    }

    private final class Search {
        private final float[] place;
        private final int at;
        /** How far the cell that is visited lies from the place, along each axis. */
        private final float[] gaps = new float[dimensions];

        private int best = -1;
        private float square;

        private Search(float[] place, int at, float bound) {
            this.place = place;
            this.at = at;
            this.square = bound;
        }

        private void visit(int node, int from, int to, float distance) {
            if (node >= axes.length) {
                look(from, to);
                return;
            }
            int axis = axes[node];
            int middle = (from + to) >>> 1;
            float beyond = place[at + axis] - limits[node];
            boolean below = beyond < 0;
            if (below) {
                visit(2 * node, from, middle, distance);
            } else {
                visit(2 * node + 1, middle, to, distance);
            }
            float gap = gaps[axis];
            float other = distance - gap * gap + beyond * beyond;
            if (other * slack < square) {
                gaps[axis] = beyond;
                if (below) {
                    visit(2 * node + 1, middle, to, other);
                } else {
                    visit(2 * node, from, middle, other);
                }
                gaps[axis] = gap;
            }
        }

        private void look(int from, int to) {
            for (int n = from; n < to; n++) {
                float sum = 0;
                int start = n * dimensions;
                for (int d = 0; d < dimensions; d++) {
                    float difference = points[start + d] - place[at + d];
                    sum += difference * difference;
                }
                if (sum < square) {
                    square = sum;
                    best = n;
                }
            }
        }
    }
}
