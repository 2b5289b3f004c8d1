package org.zvideo.video.request;

import java.util.List;
import java.util.Optional;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.edit.InterFrameAttention;

/**
 * What was chosen of how the frames of a shot are held together.
 *
 * @param temporal      attention, attention and energy, or neither
 * @param attend        frames that are attended to; empty for the first and the previous one
 * @param attendBalance whether several content blocks are kept from outweighing the style; empty for the default
 * @param energy        between frames
 * @param flow          along the motion of the source
 */
public record FrameTieRequest(
        FrameConsistency temporal,
        Optional<List<InterFrameAttention.Source>> attend,
        Optional<Boolean> attendBalance,
        EnergyRequest energy,
        FlowRequest flow) {
    /** Nothing chosen. */
    public static final FrameTieRequest DEFAULT = new FrameTieRequest(
            FrameConsistency.FULL, Optional.empty(), Optional.empty(), EnergyRequest.DEFAULT, FlowRequest.DEFAULT);

    public FrameTieRequest {
        attend = attend.map(List::copyOf);
        require(temporal == FrameConsistency.FULL || !energy.chosen(), "energy options need full temporal consistency");
        require(temporal != FrameConsistency.NONE || attend.isEmpty(), "frames to attend to need temporal consistency");
        require(
                temporal != FrameConsistency.NONE || attendBalance.isEmpty(),
                "attend balance needs temporal consistency");
        require(
                temporal == FrameConsistency.FLOW || flow.equals(FlowRequest.DEFAULT),
                "what is done along the motion needs temporal consistency by flow");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
