package org.zvideo.video.study;

import org.zvideo.core.image.RgbImage;
import org.zvideo.video.stage.MappingStage;
import org.zvideo.video.stage.Stage;
import org.zvideo.video.stage.StyledFrame;

/** Shows the first frame of each shot until the next: the steadiest video, and a useless one. */
final class FrozenStage extends MappingStage<StyledFrame, StyledFrame> {
    private RgbImage first;

    FrozenStage(Stage<StyledFrame> inner) {
        super(inner);
    }

    @Override
    protected StyledFrame map(StyledFrame result) {
        if (result.source().beginsShot() || first == null) {
            first = result.image();
        }
        return new StyledFrame(result.source(), first, result.measures());
    }

    @Override
    public void close() {
        first = null;
        super.close();
    }
}
