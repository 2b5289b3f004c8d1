package org.zvideo.core.attention;

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

    /** The arrangement as a function; {@code NONE} has none. */
    public StyleArrangement with(double addWeight) {
        return switch (this) {
            case REWEIGHT -> new CrossAttentionReweighting();
            case STYLE_CROSS -> new AddedAttention(1);
            case ADD -> new AddedAttention(addWeight);
            case NONE -> throw new IllegalStateException("plain self-attention mixes no style");
        };
    }
}
