package org.zvideo.video.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.zvideo.core.StyleMix;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.stage.ShotFrame.Role;

/** Which frames take the place of a shot's first one while its style moves. Oracle: a fade that is counted by hand. */
class StyleAnchorStageTest extends StageContract<ModelFrame> {
    private static final RgbImage ANY = new RgbImage(2, 2);

    /** Style 0 until frame 2, style 1 from frame 12 on. */
    private static StyleMix at(long microseconds) {
        double share = Math.max(0, Math.min(1, (microseconds / 40_000.0 - 2) / 10));
        return new StyleMix(List.of(1 - share, share));
    }

    @Override
    protected Stage<ModelFrame> stage() {
        return new StyleAnchorStage(new SummingStage(true), StyleAnchorStageTest::at);
    }

    @Override
    protected ShotFrame source(ModelFrame result) {
        return result.source();
    }

    private static ShotFrame frame(int number, long shotStart, Role role) {
        return new ShotFrame(number, 40_000L * number, shotStart, ANY).as(role);
    }

    /** The numbers of the frames that are anchors when they come out. */
    private static List<Long> anchors(List<ShotFrame> frames) {
        List<Long> anchors = new ArrayList<>();
        Stage<ModelFrame> noting = new Stage<>() {
            @Override
            public void accept(ShotFrame frame, Consumer<ModelFrame> out) {
                if (frame.role() == Role.ANCHOR) {
                    anchors.add(frame.number());
                }
            }

            @Override
            public void end(Consumer<ModelFrame> out) {}

            @Override
            public void close() {}
        };
        try (StyleAnchorStage stage = new StyleAnchorStage(noting, StyleAnchorStageTest::at)) {
            frames.forEach(frame -> stage.accept(frame, result -> {}));
        }
        return anchors;
    }

    @Test
    void aFadeHasAnchorsAndAFewMoreAtItsEnd() {
        List<ShotFrame> frames = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            frames.add(frame(n, 0, Role.ORDINARY));
        }
        // 0.3, 0.6 and 0.9 are more than a quarter from the anchor before, and 1 is the end
        assertEquals(List.of(5L, 8L, 11L, 12L, 13L, 14L, 15L), anchors(frames));
    }

    @Test
    void aShotThatBeginsInAFadeCountsFromThere() {
        List<ShotFrame> frames = new ArrayList<>();
        for (int n = 6; n < 11; n++) {
            frames.add(frame(n, 6, Role.ORDINARY));
        }
        assertEquals(List.of(9L), anchors(frames));
    }

    @Test
    void whatIsAnAnchorAnywayCountsAndAFlashIsNone() {
        assertEquals(
                List.of(4L, 7L),
                anchors(List.of(
                        frame(0, 0, Role.ORDINARY),
                        frame(4, 0, Role.ANCHOR),
                        frame(5, 0, Role.ORDINARY),
                        frame(6, 0, Role.ORDINARY),
                        frame(7, 0, Role.ORDINARY),
                        frame(10, 0, Role.ALONE))));
    }
}
