package org.zvideo.video.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.diffusion.FrameTies;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.torch.NonFiniteException;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.weights.ModelSource;

/** The model's stage with the tiny model, whose frames look at the first and the previous one of their shot. */
class ModelStageTest extends StageContract<ModelFrame> {
    /** The first frame that the guard judges. */
    private static final int JUDGED_FROM = 4;

    private static StyleTransfer transfer;
    private static Style style;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        transfer = StyleTransfer.open(
                ModelSource.of(Path.of(System.getProperty("zvideo.testdata"), "golden", "models", "tiny")),
                Placement.CPU_F32,
                new StyleTransferOptions(
                        StyleTransferOptions.methodDefaults(2, FrameConsistency.FULL), OptionalInt.of(64)));
        style = transfer.style(frame(50, false).image(), StyleTransferOptions.LAMBDA, FrameObserver.NONE);
    }

    @AfterAll
    static void close() {
        style.close();
        transfer.close();
    }

    @Override
    protected ModelStage stage() {
        return stage(3);
    }

    private static ModelStage stage(int atATime) {
        return stage(transfer, style, Observers.NONE, atATime);
    }

    private static ModelStage stage(StyleTransfer with, Style painted, Observers observers, int atATime) {
        return new ModelStage(with, () -> List.of(painted), Masks.NONE, observers, new Schedule(atATime, 1));
    }

    @Override
    protected ShotFrame source(ModelFrame result) {
        return result.source();
    }

    /** Oracle: the same frames, each done wholly before the next. */
    @ParameterizedTest
    @MethodSource("ties")
    void theNumberOfFramesAtATimeChangesNoBit(FrameTies ties) {
        try (StyleTransfer tied = transfer.with(transfer.options()
                        .withMethod(transfer.options().method().withTies(ties)));
                Style painted = tied.style(frame(50, false).image(), StyleTransferOptions.LAMBDA, FrameObserver.NONE);
                ModelStage inTurn = stage(tied, painted, Observers.NONE, 1)) {
            List<ModelFrame> expected = run(inTurn, 0, FRAMES, false);
            for (int atATime : List.of(2, 3, 8)) {
                try (ModelStage stage = stage(tied, painted, Observers.NONE, atATime)) {
                    assertEquals(expected, run(stage, 0, FRAMES, false), atATime + " at a time");
                }
            }
        }
    }

    /** Oracle: the styles end only after a frame has started its work, which would wait for ever if one thread did both. */
    @Test
    @Timeout(60)
    void framesAreInvertedWhileStylesArePrepared() {
        CountDownLatch started = new CountDownLatch(1);
        FrameObserver listening = new FrameObserver() {
            @Override
            public void progress(int done, int total) {
                started.countDown();
            }
        };
        Supplier<List<Style>> styles = () -> {
            try {
                started.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return List.of(style);
        };
        List<ModelFrame> made = new ArrayList<>();
        try (ModelStage stage = new ModelStage(transfer, styles, Masks.NONE, frame -> listening, new Schedule(2, 1))) {
            stage.accept(ofOneShot(0), made::add);
            stage.end(made::add);
        }
        List<ModelFrame> expected = new ArrayList<>();
        try (ModelStage alone = stage(1)) {
            alone.accept(ofOneShot(0), expected::add);
        }
        assertEquals(expected, made);
    }

    @Test
    void whatGoesWrongWithAStyleIsSaidOfTheStyle() {
        Supplier<List<Style>> styles = () -> {
            throw new NonFiniteException("the style is not finite");
        };
        for (int atATime : List.of(1, 2)) {
            try (ModelStage stage =
                    new ModelStage(transfer, styles, Masks.NONE, Observers.NONE, new Schedule(atATime, 1))) {
                NonFiniteException error = assertThrows(NonFiniteException.class, () -> {
                    stage.accept(ofOneShot(0), result -> {});
                    stage.end(result -> {});
                });
                assertEquals("the style is not finite", error.getMessage());
            }
        }
    }

    static Stream<FrameTies> ties() {
        return Stream.concat(
                Stream.of(
                                FrameConsistency.FLOW,
                                FrameConsistency.ATTENTION,
                                FrameConsistency.FULL,
                                FrameConsistency.PAPER)
                        .map(mode ->
                                StyleTransferOptions.methodDefaults(2, mode).ties()),
                Stream.of(StyleTransferOptions.anchorTies()));
    }

    /** Oracle: the same frames, each done wholly before the next. The guard counts in the order of the film. */
    @Test
    void thoseThatLookedAtAFrameThatRanAwayAreComputedAgain() throws IOException {
        int next = JUDGED_FROM;
        Path tooLarge = folder.resolve("too-large");
        try (ModelStage stage = stage(1)) {
            for (int n = 0; n < next; n++) {
                stage.accept(ofOneShot(n), result -> {});
                assertTrue(stage.save(state(n)));
            }
        }
        enlarge(state(next - 1), tooLarge);
        List<List<String>> notes = new ArrayList<>();
        List<List<ModelFrame>> results = new ArrayList<>();
        for (int atATime : List.of(1, 2, 3)) {
            List<String> said = Collections.synchronizedList(new ArrayList<>());
            FrameObserver listening = new FrameObserver() {
                @Override
                public void retried(String why) {
                    said.add(why);
                }
            };
            List<ModelFrame> made = new ArrayList<>();
            try (ModelStage stage = stage(transfer, style, frame -> listening, atATime)) {
                stage.restore(0, state(0), tooLarge);
                for (int n = next; n < next + 6; n++) {
                    stage.accept(ofOneShot(n), made::add);
                }
                stage.end(made::add);
            }
            notes.add(said);
            results.add(made);
        }
        assertTrue(notes.get(0).get(0).startsWith("frame " + next + ": it runs away"), notes.toString());
        assertEquals(6, results.get(0).size());
        assertEquals(results.get(0), results.get(1));
        assertEquals(results.get(0), results.get(2));
        assertEquals(notes.get(0), notes.get(1));
        assertEquals(notes.get(0), notes.get(2));
    }

    private static ShotFrame ofOneShot(int number) {
        ShotFrame frame = frame(number % FRAMES, false);
        return new ShotFrame(number, number, 0, frame.image());
    }

    /** Writes a state again whose values became far too large. */
    private static void enlarge(Path from, Path to) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(from)).order(ByteOrder.LITTLE_ENDIAN);
        int header = (int) bytes.getLong(0);
        new ObjectMapper()
                .readTree(new String(bytes.array(), Long.BYTES, header, StandardCharsets.UTF_8))
                .properties()
                .forEach(tensor -> {
                    if (tensor.getKey().startsWith("value.")) {
                        assertEquals("F32", tensor.getValue().at("/dtype").asText());
                        int end = Long.BYTES
                                + header
                                + tensor.getValue().at("/data_offsets/1").asInt();
                        int at = Long.BYTES
                                + header
                                + tensor.getValue().at("/data_offsets/0").asInt();
                        for (; at < end; at += Float.BYTES) {
                            bytes.putFloat(at, 100 * bytes.getFloat(at));
                        }
                    }
                });
        Files.write(to, bytes.array());
    }

    /** Whoever waits for a frame that failed does not wait forever, and the frames before it have results. */
    @ParameterizedTest
    @CsvSource({"FULL,1", "FULL,2", "FULL,3", "FLOW,3"})
    @Timeout(60)
    void aFrameThatFailsEndsTheOthers(FrameConsistency mode, int atATime) {
        long bad = 2;
        Observers observers = source -> new FrameObserver() {
            @Override
            public void progress(int done, int total) {
                if (source.number() == bad && done == total - 1) {
                    throw new IllegalStateException("enough");
                }
            }
        };
        List<Long> numbers = new ArrayList<>();
        try (StyleTransfer tied =
                        transfer.with(transfer.options().withMethod(StyleTransferOptions.methodDefaults(2, mode)));
                Style painted = tied.style(frame(50, false).image(), StyleTransferOptions.LAMBDA, FrameObserver.NONE)) {
            try (ModelStage stage = stage(tied, painted, observers, atATime)) {
                IllegalStateException error = assertThrows(IllegalStateException.class, () -> {
                    for (int n = 0; n < SECOND_SHOT; n++) {
                        stage.accept(
                                frame(n, false),
                                made -> numbers.add(made.source().number()));
                    }
                    stage.end(made -> numbers.add(made.source().number()));
                });
                assertEquals("enough", error.getMessage());
            }
        }
        assertEquals(List.of(0L, 1L), numbers);
        assertEquals(
                List.of(),
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.startsWith("zvideo-model"))
                        .toList());
    }

    /** Oracle: the run that nothing interrupts. */
    @Test
    void aRestoredStageContinuesWithTheSameBitsAfterAnyFrame() throws IOException {
        List<ModelFrame> whole = new ArrayList<>();
        try (ModelStage stage = stage()) {
            Consumer<ModelFrame> out = result -> {
                whole.add(result);
                try {
                    assertTrue(stage.save(state(result.source().number())));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            };
            for (int n = 0; n < FRAMES; n++) {
                stage.accept(frame(n, false), out);
            }
            stage.end(out);
        }
        for (int next = 1; next < FRAMES; next++) {
            try (ModelStage stage = stage()) {
                ShotFrame frame = frame(next, false);
                if (!frame.beginsShot()) {
                    stage.restore(frame.shotStart(), state(frame.shotStart()), state(next - 1));
                }
                assertEquals(whole.subList(next, FRAMES), run(stage, next, FRAMES, false), "from " + next);
            }
        }
    }

    private Path state(long frame) {
        return folder.resolve("after-" + frame);
    }

    /** Oracle: the definition. The frames of a shot see the frame handed ahead as its first; its own result comes in its turn. */
    @Test
    void aFrameHandedAheadIsTheFirstOfItsShot() {
        try (ModelStage plain = stage();
                ModelStage reordered = stage();
                ModelStage ahead = stage()) {
            ShotFrame later = frame(SECOND_SHOT + 2, false);
            List<ModelFrame> expected = new ArrayList<>();
            reordered.accept(later, expected::add); // as if it were the shot's first frame
            reordered.accept(frame(SECOND_SHOT, false), expected::add);
            reordered.end(expected::add);

            List<ModelFrame> results = new ArrayList<>(run(ahead, 0, SECOND_SHOT, false));
            ahead.accept(later.handedAhead(), results::add);
            results.addAll(run(ahead, SECOND_SHOT, FRAMES, false));
            assertEquals(FRAMES, results.size());
            assertEquals(expected.get(1), results.get(SECOND_SHOT));
            List<ModelFrame> usual = run(plain, 0, FRAMES, false);
            assertEquals(usual.subList(0, SECOND_SHOT), results.subList(0, SECOND_SHOT), "the shot before it");
            assertNotEquals(usual.get(SECOND_SHOT), results.get(SECOND_SHOT));
        }
    }
}
