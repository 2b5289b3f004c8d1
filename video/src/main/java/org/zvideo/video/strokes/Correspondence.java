package org.zvideo.video.strokes;

/**
 * For each patch of a picture, the place in the painting whose brushwork it takes.
 *
 * @param rows    where the patches begin
 * @param columns where they begin in a row
 * @param y       of each patch, row by row: the row in the painting where its match begins, between pixels where it was carried
 *                on from an earlier picture
 * @param x       the same for the column
 * @param measures how they were found
 */
record Correspondence(PatchGrid rows, PatchGrid columns, float[] y, float[] x, StrokeMeasures measures) {}
