package org.zvideo.core.edit;

import java.util.Optional;

/** How an edited layer brings styles in: the three that the paper compares, and none. */
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
     */
    public Optional<StyleArrangement> with(double addWeight) {
        return switch (this) {
            case REWEIGHT -> Optional.of(new CrossAttentionReweighting());
            case STYLE_CROSS -> Optional.of(new AddedAttention(1));
            case ADD -> Optional.of(new AddedAttention(addWeight));
            case NONE -> Optional.empty();
        };
    }
}
