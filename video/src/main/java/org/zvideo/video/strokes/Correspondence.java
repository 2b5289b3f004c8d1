package org.zvideo.video.strokes;

/**
 * The patches of a picture, and for each the place in the painting whose brushwork it takes. There is one patch for each place of
 * a grid, in reading order; in a film a patch moves with what it lies on, until another one is nearer to its place of the grid.
 *
 * @param rows    where the places of the grid are
 * @param columns where they are in a row
 * @param top     of each patch: the row where it begins; it may lie between pixels
 * @param left    the same for the column
 * @param y       of each patch: the row in the painting where its match begins; it may lie between pixels
 * @param x       the same for the column
 * @param measures how they were found
 */
record Correspondence(
        PatchGrid rows, PatchGrid columns, float[] top, float[] left, float[] y, float[] x, StrokeMeasures measures) {}
