package org.zvideo.video.request;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.edit.LayerRange;
import org.zvideo.core.guidance.Sain;

/**
 * What was chosen of how styles are mixed into a frame.
 *
 * @param arrangement of the attention
 * @param addWeight   weight of the style in {@link Arrangement#ADD}, which alone takes one; empty for the default
 * @param layers      self-attention layers that are edited
 * @param firstStep   first step with style; empty for T/6
 * @param endStep     first step without style again; empty for T
 * @param sain        how the noise is adjusted
 */
public record StyleEditRequest(
        Arrangement arrangement,
        OptionalDouble addWeight,
        LayerRange layers,
        OptionalInt firstStep,
        OptionalInt endStep,
        Sain.Mode sain) {
    /** Nothing chosen. */
    public static final StyleEditRequest DEFAULT = new StyleEditRequest(
            Arrangement.REWEIGHT,
            OptionalDouble.empty(),
            new LayerRange(10, 15),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Sain.Mode.SAIN);

    public StyleEditRequest {
        if (addWeight.isPresent() && arrangement != Arrangement.ADD) {
            throw new IllegalArgumentException("add weight needs the arrangement add");
        }
    }
}
