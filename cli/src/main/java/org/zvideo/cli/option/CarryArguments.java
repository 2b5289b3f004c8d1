package org.zvideo.cli.option;

import org.zvideo.core.FrameConsistency;
import org.zvideo.video.request.FlowRequest;
import org.zvideo.video.request.MethodRequest;
import picocli.CommandLine.Option;

/** The options of how results are carried along the motion of the source. One that is not given keeps the value that it had. */
public final class CarryArguments {
    @Option(
            names = "--carry",
            paramLabel = "A",
            description = "How much of tone and palette is carried from frame to frame, 0 to 0.95 (default 0.9).")
    private Double carry;

    @Option(
            names = "--carry-detail",
            paramLabel = "B",
            description = "The same for finer detail, 0 to 0.9; it stills strokes that boil, and costs sharpness"
                    + " (default 0.8).")
    private Double carryDetail;

    @Option(
            names = "--carry-width",
            paramLabel = "PX",
            description = "What is wider than this counts as tone, in pixels of a picture of 270 lines (default 2.6).")
    private Double carryWidth;

    /** These choices in place of those of a request. Values from a preset file that have no effect are left out. */
    public MethodRequest over(MethodRequest before) {
        return before.ties().temporal() == FrameConsistency.FLOW
                ? before.withFlow(over(before.ties().flow()))
                : before;
    }

    /** These choices in place of others. */
    public FlowRequest over(FlowRequest before) {
        return before.withCarry(
                carry == null ? before.carry() : carry,
                carryDetail == null ? before.carryDetail() : carryDetail,
                carryWidth == null ? before.carryWidth() : carryWidth);
    }

    /** Whether any was given. */
    public boolean given() {
        return carry != null || carryDetail != null || carryWidth != null;
    }
}
