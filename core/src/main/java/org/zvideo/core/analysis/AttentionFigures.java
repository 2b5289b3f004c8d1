package org.zvideo.core.analysis;

import java.util.List;

/**
 * Fig. 3 and Fig. 4 at one layer and step.
 *
 * @param rows          of the token grid
 * @param columns       of the token grid
 * @param cosine        per token, row by row: cosine between σ(Q_cK_sᵀ/√d)V_s and σ(Q_cK_cᵀ/√d)V_c, mean over the heads
 * @param tokens        chosen query tokens
 * @param logits        per chosen token: q_c·K_sᵀ/√d of all heads and keys (Fig. 4a)
 * @param probabilities the same after its own softmax (Fig. 4b)
 * @param reweighted    the style's share of Eq. 10's softmax (Fig. 4c)
 */
public record AttentionFigures(
        int rows,
        int columns,
        float[] cosine,
        List<Integer> tokens,
        List<Histogram> logits,
        List<Histogram> probabilities,
        List<Histogram> reweighted) {}
