package org.zvideo.video.study;

import org.zvideo.video.picture.NativePicture;
import org.zvideo.video.report.Blur;
import org.zvideo.video.stage.MappingStage;
import org.zvideo.video.stage.Stage;
import org.zvideo.video.stage.StyledFrame;

/** Blurs each result, which makes any video steadier. */
final class BlurStage extends MappingStage<StyledFrame, StyledFrame> {
    /** Deviation in pixels. */
    static final int SIGMA = 4;

    BlurStage(Stage<StyledFrame> inner) {
        super(inner);
    }

    @Override
    protected StyledFrame map(StyledFrame result) {
        try (NativePicture sharp = NativePicture.of(result.image());
                NativePicture soft = Blur.of(sharp, SIGMA)) {
            return new StyledFrame(result.source(), soft.image(), result.measures());
        }
    }
}
