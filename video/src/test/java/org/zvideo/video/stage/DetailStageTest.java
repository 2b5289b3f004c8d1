package org.zvideo.video.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.Restoration;
import org.zvideo.video.detail.LocalColorMap;

class DetailStageTest extends StageContract<ModelFrame> {
    @Override
    protected Stage<ModelFrame> stage() {
        return new DetailStage(new RoundTripStage(), 0.75);
    }

    @Override
    protected ShotFrame source(ModelFrame result) {
        return result.source();
    }

    /** Oracle: the map of the frame's own round trip and picture; everything else is what came from inside. */
    @Test
    void theMapOfEachFrameIsAdded() {
        try (Stage<ModelFrame> inner = new RoundTripStage();
                Stage<ModelFrame> stage = stage()) {
            assertEquals(
                    run(inner, 0, FRAMES, false).stream()
                            .map(frame -> frame.with(Restoration.NONE.withDetail(
                                    0.75,
                                    LocalColorMap.of(
                                            frame.picture().roundTrip().orElseThrow(),
                                            frame.picture().decoded()))))
                            .toList(),
                    run(stage, 0, FRAMES, false));
            assertEquals(Set.of(Slot.ROUND_TRIP, Slot.SHARES), stage.needs());
        }
    }

    /** Oracle: what was there before. */
    @Test
    void strokesOfTheStageInsideAreKept() {
        try (Stage<ModelFrame> stage = new DetailStage(
                new Changing(frame -> frame.with(
                        frame.restoration().withStrokes(0.5, frame.picture().decoded()))),
                1)) {
            for (ModelFrame frame : run(stage, 0, FRAMES, false)) {
                assertEquals(0.5, frame.restoration().strokes());
                assertEquals(
                        Optional.of(frame.picture().decoded()),
                        frame.restoration().layer());
            }
        }
    }

    @Test
    void aFrameWithoutItsRoundTripIsNamed() {
        try (Stage<ModelFrame> stage = new DetailStage(
                new Changing(
                        frame -> frame.with(new ModelPicture(frame.picture().decoded(), Optional.empty(), List.of()))),
                1)) {
            List<ModelFrame> results = new ArrayList<>();
            stage.accept(frame(0, false), results::add);
            assertEquals(
                    "frame 0 came without its round trip",
                    assertThrows(IllegalStateException.class, () -> stage.end(results::add))
                            .getMessage());
        }
    }

    /** Changes what comes from the model. */
    private static final class Changing extends MappingStage<ModelFrame, ModelFrame> {
        private final UnaryOperator<ModelFrame> change;

        private Changing(UnaryOperator<ModelFrame> change) {
            super(new RoundTripStage());
            this.change = change;
        }

        @Override
        protected ModelFrame map(ModelFrame result) {
            return change.apply(result);
        }
    }
}
