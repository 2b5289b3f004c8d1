package org.zvideo.video.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.zvideo.core.Displacement;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.MadeClips;
import org.zvideo.video.stage.ShotFrame.Role;

class AlignmentStageTest extends StageContract<ModelFrame> {
    private static final MadeClips CLIPS = new MadeClips(240, 135);
    /** The pan's step at that size, in pixels. */
    private static final double STEP = 7;

    /** Remembers what came. */
    private static final class Seen implements Stage<ModelFrame> {
        private final List<ShotFrame> frames = new ArrayList<>();

        @Override
        public void accept(ShotFrame frame, Consumer<ModelFrame> out) {
            frames.add(frame);
        }

        @Override
        public void end(Consumer<ModelFrame> out) {}

        @Override
        public void close() {}
    }

    private static FrameGeometry inside(RgbImage image) {
        return FrameGeometry.of(image.width(), image.height(), Math.min(image.width(), image.height()), 8);
    }

    private static double mean(FloatPlane plane) {
        double sum = 0;
        for (float value : plane.values()) {
            sum += value;
        }
        return sum / plane.values().length;
    }

    /** Oracle: the pan's step, of which the clip was made; a cut; and a frame that stands alone, which is passed over. */
    @Test
    void motionIsThatSinceTheFrameToWhichAFrameIsTied() {
        List<RgbImage> pan = CLIPS.pan();
        Seen seen = new Seen();
        try (AlignmentStage stage = new AlignmentStage(seen, AlignmentStageTest::inside, new SharedMotion())) {
            for (int n = 0; n < 6; n++) {
                ShotFrame frame = new ShotFrame(n, n, n < 4 ? 0 : 4, pan.get(n));
                stage.accept(n == 2 ? frame.as(Role.ALONE) : frame, result -> {});
            }
        }
        List<Displacement> motions =
                seen.frames.stream().map(frame -> frame.motion().orElseThrow()).toList();
        assertEquals(STEP, mean(motions.get(1).dx()), 0.5);
        assertEquals(0, mean(motions.get(1).dy()), 0.5);
        assertTrue(
                mean(motions.get(1).trust()) > 0.8,
                "trust " + mean(motions.get(1).trust()));
        assertEquals(2 * STEP, mean(motions.get(3).dx()), 1);
        assertEquals(STEP, mean(motions.get(5).dx()), 0.5);
        for (int untied : new int[] {0, 2, 4}) {
            assertEquals(0, mean(motions.get(untied).trust()), "frame " + untied);
        }
    }

    @Override
    protected Stage<ModelFrame> stage() {
        return new AlignmentStage(new SummingStage(true), AlignmentStageTest::inside, new SharedMotion());
    }

    @Override
    protected ShotFrame source(ModelFrame result) {
        ShotFrame source = result.source();
        return new ShotFrame(source.number(), source.timestamp(), source.shotStart(), source.image());
    }
}
