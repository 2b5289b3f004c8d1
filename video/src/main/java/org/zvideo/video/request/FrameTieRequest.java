package org.zvideo.video.request;

import java.util.List;
import java.util.Optional;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.edit.InterFrameAttention;
import org.zvideo.video.flow.Transport;

/**
 * What was chosen of how the frames of a shot are held together.
 *
 * @param temporal      what holds them
 * @param attend        frames that are attended to; empty for those that the kind of consistency asks for
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
            FrameConsistency.FLOW, Optional.empty(), Optional.empty(), EnergyRequest.DEFAULT, FlowRequest.DEFAULT);

    public FrameTieRequest {
        attend = attend.map(List::copyOf);
        require(
                pulls(temporal, flow) || !energy.chosen(),
                "energy options need full temporal consistency or that of the paper");
        require(attends(temporal, flow) || attend.isEmpty(), "frames to attend to need temporal consistency");
        require(attends(temporal, flow) || attendBalance.isEmpty(), "attend balance needs temporal consistency");
        require(
                temporal == FrameConsistency.FLOW || flow.equals(FlowRequest.DEFAULT),
                "what is done along the motion needs temporal consistency by flow");
    }

    /** Whether there is an energy between frames, so that its options count. */
    public static boolean pulls(FrameConsistency temporal, FlowRequest flow) {
        return switch (temporal) {
            case NONE, ATTENTION -> false;
            case FULL, PAPER -> true;
            case FLOW -> flow.does(FlowPart.ENERGY);
        };
    }

    /** Whether frames attend to each other. */
    public static boolean attends(FrameConsistency temporal, FlowRequest flow) {
        return switch (temporal) {
            case NONE -> false;
            case ATTENTION, FULL, PAPER -> true;
            case FLOW -> flow.does(FlowPart.ATTENTION);
        };
    }

    /** Whether there is an energy between frames. */
    public boolean pulls() {
        return pulls(temporal, flow);
    }

    /** Whether the energy between frames follows the motion, of which the model is told then. */
    public boolean alongMotion() {
        return temporal == FrameConsistency.FLOW && pulls();
    }

    /** How results are carried along the motion; empty where they are not. */
    public Optional<Transport> transport() {
        boolean carries = temporal == FrameConsistency.FLOW
                && flow.does(FlowPart.CARRY)
                && (flow.carry() > 0 || flow.carryDetail() > 0);
        return carries ? Optional.of(flow.transport()) : Optional.empty();
    }

    /** Whether the light of results follows the film's: only the paper's mode leaves it alone. */
    public boolean evenLight() {
        return temporal != FrameConsistency.PAPER && flow.does(FlowPart.LIGHT);
    }

    /** Whether frames attend to each other. */
    public boolean attends() {
        return attends(temporal, flow);
    }

    /** The same where all is the paper's, which leaves no other kind of consistency to choose. */
    FrameTieRequest inPaper(boolean paper) {
        require(
                !paper || temporal == DEFAULT.temporal || temporal == FrameConsistency.PAPER,
                "the paper's method has a temporal consistency of its own");
        return paper ? new FrameTieRequest(FrameConsistency.PAPER, attend, attendBalance, energy, flow) : this;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
