package org.zvideo.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.diffusion.FrameTies;
import org.zvideo.core.edit.InterFrameAttention.Source;
import org.zvideo.core.guidance.EnergyOptions;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.FrameObserver;

/** Oracle: shots whose ties say the same in other words, bit by bit. */
class FrameRoleTest {
    private static final FrameRole ANCHOR = new FrameRole(true, true, false);
    private static final FrameRole FLASH = new FrameRole(false, false, false);
    private static final FrameRole OWN_NOISE = new FrameRole(false, true, true);

    @TempDir
    Path folder;

    @Test
    void whereEveryFrameIsTheAnchorTheFirstIsThePrevious() {
        assertEquals(run(attending(Source.PREVIOUS), n -> FrameRole.USUAL), run(attending(Source.FIRST), n -> ANCHOR));
    }

    @Test
    void whereNoFrameMayBeLookedAtThePreviousIsTheFirst() {
        List<ModelPicture> first = run(attending(Source.FIRST), n -> FrameRole.USUAL);
        assertEquals(first, run(attending(Source.PREVIOUS), n -> FLASH));
        assertNotEquals(first, run(attending(Source.PREVIOUS), n -> FrameRole.USUAL));
    }

    private static DualPathOptions toAnchor() {
        return StyleTransferOptions.methodDefaults(3, FrameConsistency.FLOW)
                .withTies(StyleTransferOptions.anchorTies());
    }

    @Test
    void afterAFlashTheFrameBeforeItIsThePrevious() {
        DualPathOptions full = StyleTransferOptions.methodDefaults(3, FrameConsistency.FULL);
        List<ModelPicture> flashed = run(full, n -> n == 2 ? FLASH : FrameRole.USUAL, 0, 1, 2, 3);
        List<ModelPicture> without = run(full, n -> FrameRole.USUAL, 0, 1, 3);
        assertEquals(without.get(2), flashed.get(3));
    }

    @Test
    void theNoiseIsTheAnchorsUnlessAFrameHasItsOwn() {
        DualPathOptions flow = toAnchor();
        FrameTies ties = flow.ties();
        DualPathOptions free =
                flow.withTies(new FrameTies(ties.attend(), ties.balance(), ties.energy(), false, ties.runaway()));
        List<ModelPicture> own = run(free, n -> FrameRole.USUAL);
        List<ModelPicture> held = run(flow, n -> FrameRole.USUAL);
        assertEquals(own, run(flow, n -> OWN_NOISE));
        assertEquals(own.get(0), held.get(0));
        assertNotEquals(own.get(1), held.get(1));
    }

    /** Oracle: no energy at all; the golden cases hold what a trusted motion does. */
    @Test
    void whereNoMotionIsTrustedNothingPulls() {
        DualPathOptions full = StyleTransferOptions.methodDefaults(3, FrameConsistency.FULL);
        List<ModelPicture> untied = run(full.withTies(full.ties().withEnergy(EnergyOptions.OFF)), n -> FrameRole.USUAL);
        assertEquals(untied, run(full, n -> FrameRole.USUAL.along(motion(64, 3, 0))));
        assertNotEquals(untied, run(full, n -> FrameRole.USUAL.along(motion(64, 3, 1))));
        assertThrows(IllegalArgumentException.class, () -> run(full, n -> FrameRole.USUAL.along(motion(32, 3, 1))));
    }

    private static Displacement motion(int side, float dx, float trust) {
        return new Displacement(plane(side, dx), plane(side, 0), plane(side, trust));
    }

    private static FloatPlane plane(int side, float value) {
        float[] values = new float[side * side];
        Arrays.fill(values, value);
        return new FloatPlane(side, side, values);
    }

    /** Oracle: the shot that was not interrupted, whose anchor moved to frame 2. */
    @Test
    void aMovedAnchorIsRestored() throws IOException {
        for (DualPathOptions method :
                List.of(toAnchor(), StyleTransferOptions.methodDefaults(3, FrameConsistency.FULL))) {
            String name = "held-" + method.ties().heldNoise();
            try (StyleTransfer transfer = TestModels.open(method)) {
                List<Style> styles = TestModels.style(transfer);
                Path state = folder.resolve(name);
                Files.createDirectory(state);
                List<ModelPicture> whole = new ArrayList<>();
                try (Shot shot = transfer.shot(styles)) {
                    for (int n = 0; n < 6; n++) {
                        whole.add(picture(shot, n, n == 2 ? ANCHOR : FrameRole.USUAL));
                        assertTrue(shot.save(state.resolve("after-" + n)));
                    }
                }
                for (int done = 3; done < 6; done++) {
                    try (Shot shot = transfer.shot(styles)) {
                        shot.restore(state.resolve("after-2"), state.resolve("after-" + (done - 1)));
                        assertEquals(whole.get(done), picture(shot, done, FrameRole.USUAL), name + " " + done);
                    }
                }
                assertNotEquals(whole, run(method, n -> FrameRole.USUAL, 0, 1, 2, 3, 4, 5));
                styles.forEach(Style::close);
            }
        }
    }

    /** Oracle: the bytes after the first frame, of which all that frames look at is known then. */
    @Test
    void framesThatNobodyLooksAtLeaveAlmostNothing() throws IOException {
        try (StyleTransfer transfer = TestModels.open(toAnchor())) {
            List<Style> styles = TestModels.style(transfer);
            try (Shot shot = transfer.shot(styles)) {
                picture(shot, 0, FrameRole.USUAL);
                assertTrue(shot.save(folder.resolve("anchor")));
                long bytes = shot.bytes();
                picture(shot, 1, FrameRole.USUAL);
                assertEquals(bytes, shot.bytes());
                assertTrue(shot.save(folder.resolve("other")));
                assertTrue(Files.size(folder.resolve("anchor")) > bytes);
                assertTrue(Files.size(folder.resolve("other")) < 1000);
            }
            styles.forEach(Style::close);
        }
    }

    private static DualPathOptions attending(Source source) {
        return StyleTransferOptions.methodDefaults(3, FrameConsistency.ATTENTION)
                .withTies(new FrameTies(List.of(source, Source.SELF), true, EnergyOptions.OFF));
    }

    private static List<ModelPicture> run(DualPathOptions method, IntFunction<FrameRole> role) {
        return run(method, role, 0, 1, 2, 3);
    }

    private static List<ModelPicture> run(DualPathOptions method, IntFunction<FrameRole> role, int... frames) {
        List<ModelPicture> pictures = new ArrayList<>();
        try (StyleTransfer transfer = TestModels.open(method)) {
            List<Style> styles = TestModels.style(transfer);
            try (Shot shot = transfer.shot(styles)) {
                for (int n : frames) {
                    pictures.add(picture(shot, n, role.apply(n)));
                }
            }
            styles.forEach(Style::close);
        }
        return pictures;
    }

    private static ModelPicture picture(Shot shot, int time, FrameRole role) {
        return shot.picture(TestModels.pattern(64, 64, 3 * time), List.of(), role, Set.of(), FrameObserver.NONE);
    }
}
