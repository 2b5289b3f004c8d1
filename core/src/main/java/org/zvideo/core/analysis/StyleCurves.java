package org.zvideo.core.analysis;

import java.util.List;
import org.zvideo.core.image.RgbImage;

/**
 * Fig. 6: the style difference (Eq. 14) of each denoising step, and the features it is taken of.
 *
 * @param content  between the style and the content without edits
 * @param local    between the style and the content with rearranged attention
 * @param both     the same with SAIN too
 * @param features per step: the features of style, content, local, both, as pictures of their first three principal
 *                 components, which the four share
 */
public record StyleCurves(double[] content, double[] local, double[] both, List<List<RgbImage>> features) {
    /** Names of the four feature pictures of a step. */
    public static final List<String> KINDS = List.of("style", "content", "local", "local and global");
}
