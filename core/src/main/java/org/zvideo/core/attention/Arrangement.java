package org.zvideo.core.attention;

import java.util.Optional;

/** The four arrangements that the paper compares. */
public enum Arrangement {
    /** One softmax over λ-weighted style logits and content logits (Eq. 10/11). */
    REWEIGHT,
    /** Style only (Eq. 7). */
    STYLE_CROSS,
    /** Weighted sum of two attentions (Eq. 8). */
    ADD,
    /** Plain self-attention. */
    NONE;

    /**
     * The arrangement as a function; {@code NONE} has none.
     *
     * @param addWeight λ' of {@code ADD}
     * @param strength  of the style, more than 0, 1 for the paper's equations
     */
    public Optional<StyleArrangement> with(double addWeight, double strength) {
        return switch (this) {
            case REWEIGHT -> Optional.of(new CrossAttentionReweighting(strength));
            case STYLE_CROSS -> Optional.of(new AddedAttention(strength));
            case ADD -> Optional.of(new AddedAttention(addWeight * strength));
            case NONE -> Optional.empty();
        };
    }
}
