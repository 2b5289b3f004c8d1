package org.zvideo.core.edit;

/**
 * Self-attention layers, both ends included.
 *
 * @param first 0…last
 * @param last  the last layer
 */
public record LayerRange(int first, int last) {
    public LayerRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException(
                    "layers " + first + "-" + last + ": expected first-last with 0 ≤ first ≤ last");
        }
    }

    public boolean contains(int layer) {
        return first <= layer && layer <= last;
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
