package org.zvideo.core.image;

import java.util.List;

/**
 * Where every place of a frame looks in one layer and step: the probabilities of Eq. 10/11, mean over the heads.
 *
 * @param layer         the first edited one
 * @param step          denoising step
 * @param rows          of the frame's tokens
 * @param columns       of the frame's tokens
 * @param coveredWidth  share of the grid's width that the frame covers; the rest is padding
 * @param coveredHeight the same of its height
 * @param blocks        what is looked at, in the order of the keys
 * @param weights       [rows·columns, number of keys], row by row; each row sums to 1
 */
public record AttentionMap(
        int layer,
        int step,
        int rows,
        int columns,
        double coveredWidth,
        double coveredHeight,
        List<Block> blocks,
        float[] weights) {
    /**
     * Keys of one picture.
     *
     * @param name    {@code style-0}, …, {@code first}, {@code previous} or {@code self}
     * @param rows    of its tokens
     * @param columns of its tokens
     */
    public record Block(String name, int rows, int columns) {}
}
