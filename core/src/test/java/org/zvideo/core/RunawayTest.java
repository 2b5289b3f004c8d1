package org.zvideo.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.Mask;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.Safetensors;
import org.zvideo.core.weights.SafetensorsWriter;

/**
 * A frame that looks at one whose values are far too large. Oracle: the frame alone, bit by bit, since a frame that attends to
 * itself is a still picture.
 */
class RunawayTest {
    private static final int STEPS = 3;
    private static final double TOO_MUCH = 100;
    private static StyleTransfer transfer;
    private static List<Style> styles;

    @TempDir
    Path folder;

    private final List<String> retried = new ArrayList<>();
    private final List<String> noted = new ArrayList<>();
    private double styleDifference;

    private final FrameObserver observer = new FrameObserver() {
        @Override
        public void retried(String why) {
            retried.add(why);
        }

        @Override
        public void noted(String what) {
            noted.add(what);
        }

        @Override
        public void measured(double energy, double difference) {
            styleDifference = difference;
        }
    };

    @BeforeAll
    static void open() {
        transfer = TestModels.open(StyleTransferOptions.methodDefaults(STEPS, FrameConsistency.ATTENTION));
        styles = TestModels.style(transfer);
    }

    @AfterAll
    static void close() {
        styles.forEach(Style::close);
        transfer.close();
    }

    /** Oracle: the medians by hand. One frame that stayed although it was far off does not move them much; the mean would. */
    @Test
    void framesAreJudgedByTheMedianFromTheFourthOn() {
        RunawayGuard guard = new RunawayGuard();
        for (double measure : new double[] {1, 1.2}) {
            guard.add(measure);
        }
        assertFalse(guard.runsAway(100), "too few are known");
        guard.add(2.9);
        assertTrue(guard.runsAway(3.7), "above 3 times 1.2");
        assertFalse(guard.runsAway(3.5));
        guard.add(2);
        assertTrue(guard.runsAway(4.9), "above 3 times 1.6");
        assertFalse(guard.runsAway(4.7));
    }

    @Test
    void isComputedAgainWithoutTheOthersAndThenRemembered() throws IOException {
        List<ModelPicture> whole = shot(transfer, 4, List.of());
        assertEquals(List.of(), retried, "a shot that stays as it is");
        assertEquals(4, whole.size());
        ModelPicture alone = alone();

        try (Shot shot = restored(transfer, 3)) {
            assertEquals(alone, picture(shot, 4, List.of()));
            assertEquals(1, retried.size());
            assertTrue(
                    retried.get(0)
                            .matches("it runs away from the frames before it, .* against their median of .*"
                                    + "; computed again without them"),
                    retried.toString());
            assertTrue(shot.save(folder.resolve("redone")));
        }
        double[] measures = measures("redone");
        assertEquals(5, measures.length);
        assertEquals(styleDifference, measures[4], "the measure of the picture that stays");
        try (Shot shot = transfer.shot(styles)) {
            shot.restore(folder.resolve("after-0"), folder.resolve("redone"));
            picture(shot, 5, List.of());
        }
        assertEquals(1, retried.size(), "the frame after it looks at the one that stays: " + retried);
    }

    /** The frames of another shot do not count, and three are too few. */
    @Test
    void isNotJudgedByFewerThanThreeFramesOfItsShot() throws IOException {
        shot(transfer, 4, List.of());
        try (Shot shot = restored(transfer, 1)) {
            assertNotEquals(alone(), picture(shot, 4, List.of()));
        }
        assertEquals(List.of(), retried);
    }

    @Test
    void isJudgedByTheLatentWhereThereAreMasks() throws IOException {
        List<Mask> masks = List.of(half());
        shot(transfer, 4, masks);
        double[] measures = measures("after-3");
        assertTrue(
                Math.abs(measures[3] - styleDifference) > 0.1,
                "not the style difference " + styleDifference + ": " + Arrays.toString(measures));
        try (Shot shot = restored(transfer, 3, "measures", 0.1)) {
            picture(shot, 4, masks);
        }
        assertEquals(1, retried.size());
    }

    @Test
    void isNamedAndLeftInThePapersOwnMethod() throws IOException {
        try (StyleTransfer paper = transfer.with(
                transfer.options().withMethod(StyleTransferOptions.methodDefaults(STEPS, FrameConsistency.PAPER)))) {
            shot(paper, 4, List.of());
            ModelPicture alone = alone();
            assertEquals(List.of(), noted);
            try (Shot shot = restored(paper, 3)) {
                assertNotEquals(alone, picture(shot, 4, List.of()));
            }
        }
        assertEquals(List.of(), retried);
        assertEquals(1, noted.size(), noted.toString());
    }

    /** A shot of frames 0, 1, …, with what each leaves in a file. */
    private List<ModelPicture> shot(StyleTransfer with, int frames, List<Mask> masks) throws IOException {
        List<ModelPicture> pictures = new ArrayList<>();
        try (Shot shot = with.shot(styles)) {
            for (int n = 0; n < frames; n++) {
                pictures.add(picture(shot, n, masks));
                assertTrue(shot.save(folder.resolve("after-" + n)));
            }
        }
        return pictures;
    }

    private ModelPicture alone() {
        try (Shot shot = transfer.shot(styles)) {
            return shot.picture(
                    TestModels.pattern(64, 64, 4), List.of(), FrameRole.USUAL, Set.of(), FrameObserver.NONE);
        }
    }

    private ModelPicture picture(Shot shot, int time, List<Mask> masks) {
        return shot.picture(TestModels.pattern(64, 64, time), masks, FrameRole.USUAL, Set.of(), observer);
    }

    /** A shot after a frame whose values became {@value #TOO_MUCH} times what they were. */
    private Shot restored(StyleTransfer with, int after) throws IOException {
        return restored(with, after, "value.", TOO_MUCH);
    }

    private Shot restored(StyleTransfer with, int after, String what, double factor) throws IOException {
        Path spoiled = folder.resolve("spoiled");
        try (TensorScope scope = TensorScope.open("test");
                Safetensors file = Safetensors.open(folder.resolve("after-" + after))) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (String name : file.names()) {
                Tensor tensor = file.read(name);
                tensors.put(name, name.startsWith(what) ? Ops.times(tensor, factor) : tensor);
            }
            SafetensorsWriter.write(spoiled, tensors);
        }
        Shot shot = with.shot(styles);
        shot.restore(folder.resolve("after-0"), spoiled);
        return shot;
    }

    private double[] measures(String name) {
        try (TensorScope scope = TensorScope.open("test");
                Safetensors file = Safetensors.open(folder.resolve(name))) {
            return Ops.doubles(file.read("measures"));
        }
    }

    private static Mask half() {
        float[] values = new float[64 * 64];
        for (int n = 0; n < values.length; n++) {
            values[n] = n % 64 < 32 ? 1 : 0;
        }
        return new Mask(64, 64, values, 0);
    }
}
