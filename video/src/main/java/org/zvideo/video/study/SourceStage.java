package org.zvideo.video.study;

import org.zvideo.video.stage.MappingStage;
import org.zvideo.video.stage.Stage;
import org.zvideo.video.stage.StyledFrame;

/** Shows the source itself instead of each result. */
final class SourceStage extends MappingStage<StyledFrame, StyledFrame> {
    SourceStage(Stage<StyledFrame> inner) {
        super(inner);
    }

    @Override
    protected StyledFrame map(StyledFrame result) {
        return new StyledFrame(result.source(), result.source().image(), result.measures());
    }
}
