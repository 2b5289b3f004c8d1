package org.zvideo.video.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.weights.ModelSource;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.request.AppearanceRequest;
import org.zvideo.video.stage.Masks;
import org.zvideo.video.stage.ModelStage;
import org.zvideo.video.stage.Observers;
import org.zvideo.video.stage.Schedule;
import org.zvideo.video.stage.ShotFrame;
import org.zvideo.video.stage.Stage;
import org.zvideo.video.stage.StyledFrame;

/** Oracle: the picture that a run makes; what makes the same picture takes the same time. */
class PlannedAppearanceTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPlannerMeasuresWhatARunDoes(boolean paper) {
        Path testdata = Path.of(System.getProperty("zvideo.testdata"));
        StyleTransferOptions options = new StyleTransferOptions(
                StyleTransferOptions.methodDefaults(2, FrameConsistency.NONE), OptionalInt.of(64));
        AppearanceRequest appearance = AppearanceRequest.standard(paper);
        RgbImage art = StillImage.readStyle(testdata.resolve("styles/starry-night.jpg"));
        RgbImage source = StillImage.read("picture", testdata.resolve("photos/chelsea.jpg"));
        try (StyleTransfer transfer = StyleTransfer.open(
                        ModelSource.of(testdata.resolve("golden/models/tiny")), Placement.CPU_F32, options);
                Style style = transfer.style(art, StyleTransferOptions.LAMBDA, FrameObserver.NONE)) {
            RgbImage expected = new PictureTransfer(
                            transfer,
                            appearance,
                            () -> List.of(style),
                            scale -> List.of(transfer.painting(art, scale)),
                            Masks.NONE)
                    .of(source, FrameObserver.NONE);
            List<RgbImage> results = new ArrayList<>();
            try (Stage<StyledFrame> planned = new PlannedAppearance(appearance, transfer, art)
                    .around(
                            new ModelStage(
                                    transfer, () -> List.of(style), Masks.NONE, Observers.NONE, Schedule.inTurn()),
                            options)) {
                planned.accept(new ShotFrame(0, 0, 0, source), result -> results.add(result.image()));
            }
            assertArrayEquals(expected.pixels(), results.get(0).pixels());
        }
    }
}
