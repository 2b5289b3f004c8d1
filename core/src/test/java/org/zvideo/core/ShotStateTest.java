package org.zvideo.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zvideo.core.diffusion.FrameTies;
import org.zvideo.core.diffusion.MemorySaving;
import org.zvideo.core.edit.KeyValueStorage;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.torch.Device;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.Precision;

/** Oracle: the shot that was not interrupted, bit by bit. */
class ShotStateTest {
    private static final int FRAMES = 4;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"F32", "BF16"})
    void aRestoredShotGoesOnWithTheSameBits(Precision precision) throws IOException {
        goesOn(new Placement(Device.CPU, precision), KeyValueStorage.MEMORY, full());
    }

    @ParameterizedTest
    @EnumSource
    void whereverKeysAndValuesLie(KeyValueStorage storage) throws IOException {
        goesOn(Placement.CPU_F32, storage, full());
    }

    @ParameterizedTest
    @EnumSource(names = {"ATTENTION", "PAPER"})
    void whateverTiesTheFrames(FrameConsistency temporal) throws IOException {
        goesOn(
                Placement.CPU_F32,
                KeyValueStorage.MEMORY,
                StyleTransferOptions.methodDefaults(6, temporal).ties());
    }

    @Test
    void whatTiesThemToTheAnchorAlone() throws IOException {
        goesOn(Placement.CPU_F32, KeyValueStorage.MEMORY, StyleTransferOptions.anchorTies());
    }

    private static FrameTies full() {
        return StyleTransferOptions.methodDefaults(6, FrameConsistency.FULL).ties();
    }

    private void goesOn(Placement placement, KeyValueStorage storage, FrameTies ties) throws IOException {
        StyleTransferOptions options = new StyleTransferOptions(
                        StyleTransferOptions.methodDefaults(6, FrameConsistency.NONE)
                                .withTies(ties),
                        OptionalInt.of(64))
                .withMemory(new MemorySaving(storage, false));
        List<byte[]> whole = new ArrayList<>();
        try (StyleTransfer transfer = StyleTransfer.open(TestModels.tiny(), Optional.empty(), placement, options)) {
            List<Style> styles = TestModels.style(transfer);
            try (Shot shot = transfer.shot(styles)) {
                for (int n = 0; n < FRAMES; n++) {
                    whole.add(shot.next(TestModels.pattern(64, 64, n), FrameObserver.NONE)
                            .pixels());
                    assertTrue(shot.save(folder.resolve("after-" + n)));
                }
            }
            for (int done = 1; done < FRAMES; done++) {
                try (Shot shot = transfer.shot(styles)) {
                    shot.restore(folder.resolve("after-0"), folder.resolve("after-" + (done - 1)));
                    for (int n = done; n < FRAMES; n++) {
                        assertArrayEquals(
                                whole.get(n),
                                shot.next(TestModels.pattern(64, 64, n), FrameObserver.NONE)
                                        .pixels(),
                                "frame " + n + " after " + done);
                    }
                }
            }
            styles.forEach(Style::close);
        }
    }

    @Test
    void framesWithoutTiesLeaveNothing() throws IOException {
        try (StyleTransfer transfer = TestModels.open(StyleTransferOptions.methodDefaults(2, FrameConsistency.NONE))) {
            List<Style> styles = TestModels.style(transfer);
            try (Shot shot = transfer.shot(styles)) {
                shot.next(TestModels.pattern(64, 64, 0), FrameObserver.NONE);
                assertFalse(shot.save(folder.resolve("after-0")));
            }
            styles.forEach(Style::close);
        }
    }
}
