package org.zvideo.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zvideo.core.diffusion.FrameTies;
import org.zvideo.core.diffusion.MemorySaving;
import org.zvideo.core.edit.KeyValueStorage;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.torch.Device;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.Precision;
import org.zvideo.core.weights.ModelSource;

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
        try (StyleTransfer transfer = StyleTransfer.open(ModelSource.of(TestModels.tiny()), placement, options)) {
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

    /**
     * A state may be anybody's, and its hash in the journal too. Oracle: each thing that a state holds is changed alone; it is
     * refused as damaged, whether that is seen when it is read or when the next frame needs it.
     */
    @Test
    void statesThatNoFrameLeftAreRefused() throws IOException {
        StyleTransferOptions options = new StyleTransferOptions(
                StyleTransferOptions.methodDefaults(2, FrameConsistency.NONE).withTies(full()), OptionalInt.of(64));
        Path good = folder.resolve("good");
        Path bad = folder.resolve("bad");
        try (StyleTransfer transfer =
                StyleTransfer.open(ModelSource.of(TestModels.tiny()), Placement.CPU_F32, options)) {
            List<Style> styles = TestModels.style(transfer);
            try (Shot shot = transfer.shot(styles)) {
                shot.next(TestModels.pattern(64, 64, 0), FrameObserver.NONE);
                assertTrue(shot.save(good));
            }
            String[][] changes = {
                {"\"(key\\.\\d+\\.\\d+)\\.\\d+\"", "\"$1.999\""},
                {"\"key\\.(\\d+)", "\"key.x$1"},
                {"\"key\\.", "\"kex."},
                {"\"value\\.(\\d+)\\.0\\.", "\"valve.$1.0."},
                {"(\"(?:key|value)\\.[^}]*\"shape\":)\\[(\\d+),(\\d+),", "$1[$3,$2,"},
                {"(\"key\\.[^}]*\"shape\":)\\[(\\d+),(\\d+),", "$1[$3,$2,"},
                {"\"original\\.", "\"originals."},
                {"(\"original\\.[^}]*\"shape\":)\\[(\\d+),(\\d+),", "$1[$3,$2,"},
                {"\"F32\"", "\"I32\""},
                {"\"measures\"", "\"measure\""},
                {"(\"measures\"[^}]*)\"F64\"", "$1\"I64\""},
            };
            for (String[] change : changes) {
                assertTrue(rewrite(good, bad, change[0], change[1]), change[0]);
                try (Shot shot = transfer.shot(styles)) {
                    ZvideoException error = assertThrows(
                            ZvideoException.class,
                            () -> {
                                shot.restore(bad, bad);
                                shot.next(TestModels.pattern(64, 64, 1), FrameObserver.NONE);
                            },
                            change[0]);
                    assertEquals(ErrorKind.BAD_INPUT, error.kind(), error.getMessage());
                    assertTrue(error.getMessage().startsWith(bad + ": "), error.getMessage());
                }
            }
            styles.forEach(Style::close);
        }
    }

    /** Writes a state with another header; false if that is the same. */
    private static boolean rewrite(Path from, Path to, String pattern, String other) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(from)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] header = new byte[(int) all.getLong()];
        all.get(header);
        String text = new String(header, StandardCharsets.UTF_8);
        String changed = text.replaceAll(pattern, other);
        byte[] bytes = changed.getBytes(StandardCharsets.UTF_8);
        ByteBuffer made =
                ByteBuffer.allocate(8 + bytes.length + all.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(to, made.putLong(bytes.length).put(bytes).put(all).array());
        return !changed.equals(text);
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
