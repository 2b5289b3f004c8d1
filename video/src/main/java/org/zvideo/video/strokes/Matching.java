package org.zvideo.video.strokes;

import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds the match of each patch of a picture in the painting. What is cheapest wins: the nearest patch at its cost, the
 * continuation of a neighbor's match at {@value #IN_SPACE} of its cost, and the match of the frame before at {@value #IN_TIME}
 * of it, so that strokes hold together and stick to things.
 */
final class Matching {
    /** Distance of patches in the picture, in pixels. */
    static final int STEP = 3;

    private static final double IN_SPACE = 0.6;
    private static final double IN_TIME = 0.35;
    /** How far a patch may lie from its place of the grid, in pixels. */
    private static final double FARTHEST = STEP;
    /** Neighbors whose match a patch may continue: those before it, rows then columns. */
    private static final int[][] BEFORE = {{0, -1}, {-1, 0}, {-1, -1}, {-1, 1}};

    private final PatchKeys keys;
    private final PatchGrid rows;
    private final PatchGrid columns;
    private final float[] queries;
    private final float[] top;
    private final float[] left;
    private final float[] y;
    private final float[] x;
    /** What the match of each patch costs, with its share. */
    private final double[] weighted;

    private final boolean[] kept;

    private Matching(PatchKeys keys, StrokeFeatures picture) {
        this.keys = keys;
        this.rows = PatchGrid.of(picture.height(), STEP);
        this.columns = PatchGrid.of(picture.width(), STEP);
        this.queries = keys.queries(picture, rows, columns);
        int count = rows.count() * columns.count();
        this.top = new float[count];
        this.left = new float[count];
        this.y = new float[count];
        this.x = new float[count];
        this.weighted = new double[count];
        this.kept = new boolean[count];
    }

    /**
     * The matches of a picture.
     *
     * @param before the matches in the frame before, and how the film moved since; empty for the first frame of a shot
     */
    static Correspondence of(PatchKeys keys, StrokeFeatures picture, Optional<Past> before) {
        Matching matching = new Matching(keys, picture);
        matching.matchAll(before);
        return matching.result();
    }

    /** The frame before. */
    record Past(Correspondence matches, Motion motion) {}

    /**
     * A patch needs those to its left and above it, up to the one on its upper right. So all patches on a slanted line, two to
     * the left for each row further down, can be matched at the same time.
     */
    private void matchAll(Optional<Past> before) {
        int lines = columns.count() + 2 * (rows.count() - 1);
        for (int n = 0; n < lines; n++) {
            int line = n;
            IntStream.rangeClosed(Math.max(0, (line - columns.count() + 2) / 2), Math.min(rows.count() - 1, line / 2))
                    .parallel()
                    .forEach(i -> match(i, line - 2 * i, before));
        }
    }

    private void match(int i, int j, Optional<Past> before) {
        int patch = i * columns.count() + j;
        weighted[patch] = Double.POSITIVE_INFINITY;
        before.ifPresent(past -> carry(past, i, j));
        for (int[] way : BEFORE) {
            if (i + way[0] >= 0 && j + way[1] >= 0 && j + way[1] < columns.count()) {
                continueNeighbor(i, j, patch + way[0] * columns.count() + way[1]);
            }
        }
        KeyTree.Nearest nearest =
                keys.nearest(queries, patch * PatchKeys.COMPONENTS, (float) (weighted[patch] * weighted[patch]));
        if (nearest.number() >= 0) {
            take(i, j, keys.row(nearest.number()), keys.column(nearest.number()), Math.sqrt(nearest.square()));
        }
    }

    /** Takes over the patch of the frame before that now lies nearest to this place of the grid. */
    private void carry(Past past, int i, int j) {
        Motion motion = past.motion();
        int half = PatchGrid.PATCH / 2;
        int center = (rows.corner(i) + half) * motion.width() + columns.corner(j) + half;
        if (!motion.trusted()[center]) {
            return;
        }
        double fromY = motion.y()[center] - half;
        double fromX = motion.x()[center] - half;
        Correspondence old = past.matches();
        int asked = nearest(old, fromY, fromX);
        double down = old.top()[asked] - fromY;
        double right = old.left()[asked] - fromX;
        if (Math.max(Math.abs(down), Math.abs(right)) > FARTHEST) {
            return;
        }
        int patch = i * columns.count() + j;
        float toY = keys.insideRow(old.y()[asked] - down);
        float toX = keys.insideColumn(old.x()[asked] - right);
        weighted[patch] = IN_TIME * cost(patch, toY, toX);
        kept[patch] = true;
        // At the edge a patch stays where it is, so that every pixel has one; only its brushwork moves.
        boolean edgeRow = i == 0 || i == rows.count() - 1;
        boolean edgeColumn = j == 0 || j == columns.count() - 1;
        top[patch] = edgeRow ? rows.corner(i) : (float) (rows.corner(i) + down);
        left[patch] = edgeColumn ? columns.corner(j) : (float) (columns.corner(j) + right);
        y[patch] = edgeRow ? toY : old.y()[asked];
        x[patch] = edgeColumn ? toX : old.x()[asked];
    }

    /** The patch of the frame before that is nearest to a place; the first of those that are equally near. */
    private int nearest(Correspondence old, double fromY, double fromX) {
        int row = rows.nearest(fromY);
        int column = columns.nearest(fromX);
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = Math.max(0, row - 1); i <= Math.min(rows.count() - 1, row + 1); i++) {
            for (int j = Math.max(0, column - 1); j <= Math.min(columns.count() - 1, column + 1); j++) {
                int patch = i * columns.count() + j;
                double down = old.top()[patch] - fromY;
                double right = old.left()[patch] - fromX;
                double square = down * down + right * right;
                if (square < least) {
                    least = square;
                    best = patch;
                }
            }
        }
        return best;
    }

    private void continueNeighbor(int i, int j, int other) {
        int patch = i * columns.count() + j;
        float toY = keys.insideRow(y[other] + rows.corner(i) - (double) top[other]);
        float toX = keys.insideColumn(x[other] + columns.corner(j) - (double) left[other]);
        double continued = IN_SPACE * cost(patch, toY, toX);
        if (continued < weighted[patch]) {
            take(i, j, toY, toX, continued);
        }
    }

    /** Begins a patch at its place of the grid. */
    private void take(int i, int j, float toY, float toX, double cost) {
        int patch = i * columns.count() + j;
        top[patch] = rows.corner(i);
        left[patch] = columns.corner(j);
        y[patch] = toY;
        x[patch] = toX;
        weighted[patch] = cost;
        kept[patch] = false;
    }

    private double cost(int patch, double atY, double atX) {
        return keys.cost(queries, patch * PatchKeys.COMPONENTS, atY, atX);
    }

    private Correspondence result() {
        double total = 0;
        int same = 0;
        for (int patch = 0; patch < y.length; patch++) {
            total += cost(
                    patch,
                    y[patch] + rows.corner(patch / columns.count()) - (double) top[patch],
                    x[patch] + columns.corner(patch % columns.count()) - (double) left[patch]);
            same += kept[patch] ? 1 : 0;
        }
        return new Correspondence(
                rows, columns, top, left, y, x, new StrokeMeasures(same / (double) y.length, total / y.length));
    }
}
