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
    /** Neighbors whose match a patch may continue: those before it, rows then columns. */
    private static final int[][] BEFORE = {{0, -1}, {-1, 0}, {-1, -1}, {-1, 1}};

    private final PatchKeys keys;
    private final PatchGrid rows;
    private final PatchGrid columns;
    private final float[] queries;
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
        before.ifPresent(past -> carry(past, patch));
        for (int[] way : BEFORE) {
            if (i + way[0] >= 0 && j + way[1] >= 0 && j + way[1] < columns.count()) {
                continueNeighbor(i, j, i + way[0], j + way[1]);
            }
        }
        KeyTree.Nearest nearest =
                keys.nearest(queries, patch * PatchKeys.COMPONENTS, (float) (weighted[patch] * weighted[patch]));
        if (nearest.number() >= 0) {
            take(patch, keys.row(nearest.number()), keys.column(nearest.number()), Math.sqrt(nearest.square()), false);
        }
    }

    /** Asks the patch that lay nearest to where this one was, and adds how far away it lay. */
    private void carry(Past past, int patch) {
        Motion motion = past.motion();
        int half = PatchGrid.PATCH / 2;
        int row = rows.corner(patch / columns.count());
        int column = columns.corner(patch % columns.count());
        int center = (row + half) * motion.width() + column + half;
        if (!motion.trusted()[center]) {
            return;
        }
        double fromY = motion.y()[center] - half;
        double fromX = motion.x()[center] - half;
        int i = rows.nearest(fromY);
        int j = columns.nearest(fromX);
        int asked = i * columns.count() + j;
        offer(
                patch,
                past.matches().y()[asked] + fromY - rows.corner(i),
                past.matches().x()[asked] + fromX - columns.corner(j),
                IN_TIME,
                true);
    }

    private void continueNeighbor(int i, int j, int otherRow, int otherColumn) {
        int other = otherRow * columns.count() + otherColumn;
        offer(
                i * columns.count() + j,
                y[other] + (double) rows.corner(i) - rows.corner(otherRow),
                x[other] + (double) columns.corner(j) - columns.corner(otherColumn),
                IN_SPACE,
                false);
    }

    /** Takes a place for a patch if it costs less than what the patch has. */
    private void offer(int patch, double toY, double toX, double share, boolean carried) {
        float atY = keys.insideRow(toY);
        float atX = keys.insideColumn(toX);
        double cost = share * cost(patch, atY, atX);
        if (cost < weighted[patch]) {
            take(patch, atY, atX, cost, carried);
        }
    }

    private void take(int patch, float atY, float atX, double cost, boolean carried) {
        y[patch] = atY;
        x[patch] = atX;
        weighted[patch] = cost;
        kept[patch] = carried;
    }

    private double cost(int patch, float atY, float atX) {
        return keys.cost(queries, patch * PatchKeys.COMPONENTS, atY, atX);
    }

    private Correspondence result() {
        double total = 0;
        int same = 0;
        for (int patch = 0; patch < y.length; patch++) {
            total += cost(patch, y[patch], x[patch]);
            same += kept[patch] ? 1 : 0;
        }
        return new Correspondence(rows, columns, y, x, new StrokeMeasures(same / (double) y.length, total / y.length));
    }
}
