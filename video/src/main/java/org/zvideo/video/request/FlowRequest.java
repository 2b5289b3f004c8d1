package org.zvideo.video.request;

import java.util.EnumSet;
import java.util.Set;
import org.zvideo.video.flow.Transport;

/**
 * What was chosen of how frames are held together along the motion of the source.
 *
 * @param parts       what is done
 * @param carry       0 to 0.95: the share of tone and palette that is carried from a result to the next
 * @param carryDetail 0 to 0.9: the same of finer detail; it costs sharpness
 * @param carryWidth  the standard deviation in pixels, for pictures of 270 lines, that tells tone from detail; greater than 0 and
 *                    at most 64
 */
public record FlowRequest(Set<FlowPart> parts, double carry, double carryDetail, double carryWidth) {
    private static final double MOST_CARRIED = 0.95;
    private static final double MOST_DETAIL = 0.9;
    private static final double WIDEST = 64;

    /** The measured defaults ({@code docs/consistency.md}). */
    public static final FlowRequest DEFAULT = new FlowRequest(
            EnumSet.of(FlowPart.CARRY, FlowPart.LIGHT),
            Transport.DEFAULT.low(),
            Transport.DEFAULT.high(),
            Transport.DEFAULT.width());

    public FlowRequest {
        parts = parts.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(parts));
        require("carry", carry, carry >= 0 && carry <= MOST_CARRIED, "0 to " + MOST_CARRIED);
        require("carried detail", carryDetail, carryDetail >= 0 && carryDetail <= MOST_DETAIL, "0 to " + MOST_DETAIL);
        require("carry width", carryWidth, carryWidth > 0 && carryWidth <= WIDEST, "more than 0, at most " + WIDEST);
    }

    private static void require(String what, double value, boolean holds, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(what + " " + value + ": expected " + expected);
        }
    }

    /** Whether a part is done. */
    public boolean does(FlowPart part) {
        return parts.contains(part);
    }

    /** How results are carried, where they are. */
    public Transport transport() {
        return new Transport(carry, carryDetail, carryWidth);
    }

    /** The same with other choices of how results are carried. */
    public FlowRequest withCarry(double otherCarry, double otherDetail, double otherWidth) {
        return new FlowRequest(parts, otherCarry, otherDetail, otherWidth);
    }
}
