package org.zvideo.video.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zvideo.core.FrameCodec;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.Mask;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.weights.ModelSource;
import org.zvideo.video.request.AppearanceRequest;
import org.zvideo.video.resume.WorkFolder;
import org.zvideo.video.stage.MappingStage;
import org.zvideo.video.stage.Masks;
import org.zvideo.video.stage.ModelFrame;
import org.zvideo.video.stage.ModelStage;
import org.zvideo.video.stage.Observers;
import org.zvideo.video.stage.Schedule;
import org.zvideo.video.stage.SharedMotion;
import org.zvideo.video.stage.ShotFrame;
import org.zvideo.video.stage.Slot;
import org.zvideo.video.stage.Stage;
import org.zvideo.video.stage.StageContract;
import org.zvideo.video.stage.StyledFrame;

/** The whole chain with the tiny model and a work folder. */
class StyleTransferChainTest extends StageContract<StyledFrame> {
    private static final UnaryOperator<Stage<ModelFrame>> NO_DETAIL = UnaryOperator.identity();
    private static StyleTransfer transfer;
    private static Style style;

    @TempDir
    Path folder;

    private final List<WorkFolder> opened = new ArrayList<>();

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

    @AfterEach
    void closeFolders() {
        opened.forEach(WorkFolder::close);
    }

    private StyleTransferChain chain(
            String name,
            Masks masks,
            int every,
            UnaryOperator<Stage<StyledFrame>> light,
            UnaryOperator<Stage<ModelFrame>> detail) {
        WorkFolder work = WorkFolder.open(folder.resolve(name + ".mp4"), false);
        opened.add(work);
        return new StyleTransferChain(
                new ModelStage(transfer, () -> List.of(style), masks, Observers.NONE, new Schedule(2, 1)),
                new Appearance(AppearanceRequest.NONE, new FrameCodec(transfer.options()), scale -> List.of()),
                new StyleTransferChain.Frames(every, (number, seconds, frame, next) -> number == SECOND_SHOT, 0),
                work,
                Observers.NONE,
                new StyleTransferChain.Around(UnaryOperator.identity(), detail, light, new SharedMotion()));
    }

    @Override
    protected Stage<StyledFrame> stage() {
        return chain("contract-" + opened.size(), Masks.NONE, 2, UnaryOperator.identity(), NO_DETAIL)
                .stages();
    }

    @Override
    protected boolean keepsResults() {
        return true;
    }

    @Override
    protected ShotFrame source(StyledFrame result) {
        return result.source();
    }

    /** Reads what costs something. */
    private static final class Reading extends MappingStage<ModelFrame, ModelFrame> {
        private final Set<Slot> needs;
        private final List<Optional<FloatImage>> roundTrips = new ArrayList<>();
        private final List<List<FloatPlane>> shares = new ArrayList<>();

        private Reading(Stage<ModelFrame> inner, Set<Slot> needs) {
            super(inner);
            this.needs = needs;
        }

        @Override
        protected ModelFrame map(ModelFrame decoded) {
            roundTrips.add(decoded.picture().roundTrip());
            shares.add(decoded.picture().shares());
            return decoded;
        }

        @Override
        public Set<Slot> needs() {
            return needs;
        }
    }

    /**
     * Oracle: what the stage says that it needs, and the mask. How often the decoder runs for it is counted in
     * {@code FrameCodecTest}.
     */
    @Test
    void theModelMakesWhatAStageNeedsAndNothingElse() {
        Mask left = new Mask(2, 1, new float[] {1, 0}, 0);
        List<List<StyledFrame>> results = new ArrayList<>();
        for (Set<Slot> needs : List.of(EnumSet.noneOf(Slot.class), EnumSet.allOf(Slot.class))) {
            List<Reading> readings = new ArrayList<>();
            UnaryOperator<Stage<ModelFrame>> reading = inner -> {
                readings.add(new Reading(inner, needs));
                return readings.get(0);
            };
            try (Stage<StyledFrame> stages = chain(
                            "needs-" + needs.size(), time -> List.of(left), 1, UnaryOperator.identity(), reading)
                    .stages()) {
                results.add(run(stages, 0, FRAMES, false));
            }
            Reading read = readings.get(0);
            assertEquals(FRAMES, read.roundTrips.size());
            assertTrue(read.roundTrips.stream().allMatch(picture -> picture.isPresent() == !needs.isEmpty()));
            assertTrue(read.shares.stream().allMatch(planes -> planes.isEmpty() == needs.isEmpty()));
            read.shares.stream().flatMap(List::stream).forEach(plane -> {
                assertEquals(1, plane.values()[0], 1e-6, "the left upper corner is covered");
                assertEquals(0, plane.values()[63], 1e-6, "the right upper corner is not");
            });
        }
        assertEquals(results.get(0), results.get(1), "what is read besides changes no result");
    }

    /** Holds the first frames of the second shot back, and hands the last of them ahead (as a fade-in will want it). */
    private static final class LastFirst implements Stage<StyledFrame> {
        private static final int HELD = 2;
        private final Stage<StyledFrame> inner;
        private final Deque<ShotFrame> held = new ArrayDeque<>();

        private LastFirst(Stage<StyledFrame> inner) {
            this.inner = inner;
        }

        @Override
        public void accept(ShotFrame frame, Consumer<StyledFrame> out) {
            if (frame.number() < SECOND_SHOT || frame.number() >= SECOND_SHOT + HELD) {
                inner.accept(frame, out);
                return;
            }
            held.add(frame);
            if (held.size() == HELD) {
                release(out);
            }
        }

        private void release(Consumer<StyledFrame> out) {
            if (!held.isEmpty()) {
                inner.accept(held.getLast().handedAhead(), out);
                held.forEach(frame -> inner.accept(frame, out));
                held.clear();
            }
        }

        @Override
        public void end(Consumer<StyledFrame> out) {
            release(out);
            inner.end(out);
        }

        @Override
        public void close() {
            held.clear();
            inner.close();
        }
    }

    /**
     * Oracles: the frames that went in; the run without that stage, which is the same up to the cut and not after it; and the
     * run that is not stopped, bit by bit, wherever it is stopped and whatever is lost.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aStageCanHandALaterFrameAheadThroughTheWholeChain(int every) throws Exception {
        List<StyledFrame> plain;
        try (Stage<StyledFrame> stages = chain("plain", Masks.NONE, every, UnaryOperator.identity(), NO_DETAIL)
                .stages()) {
            plain = run(stages, 0, FRAMES, false);
        }
        List<StyledFrame> whole;
        try (Stage<StyledFrame> stages =
                chain("whole", Masks.NONE, every, LastFirst::new, NO_DETAIL).stages()) {
            whole = run(stages, 0, FRAMES, false);
        }
        assertEquals(
                IntStream.range(0, FRAMES).mapToObj(n -> frame(n, false)).toList(),
                whole.stream().map(StyledFrame::source).toList());
        assertEquals(plain.subList(0, SECOND_SHOT), whole.subList(0, SECOND_SHOT));
        for (int n = SECOND_SHOT; n < FRAMES; n++) {
            assertNotEquals(plain.get(n).image(), whole.get(n).image(), "frame " + n);
        }
        List<String> lostFiles = List.of("", "state-.*", "ahead-.*", "frame-.*" + (FRAMES - 2) / every + ".png");
        for (int stopped = 1; stopped < FRAMES; stopped++) {
            String lost = lostFiles.get(stopped % lostFiles.size());
            String name = "stopped-" + stopped;
            stop(chain(name, Masks.NONE, every, LastFirst::new, NO_DETAIL), stopped);
            opened.remove(opened.size() - 1).close();
            lose(name, lost);
            StyleTransferChain again = chain(name, Masks.NONE, every, LastFirst::new, NO_DETAIL);
            try (Stage<StyledFrame> stages = again.stages()) {
                assertEquals(
                        whole.stream().map(StyledFrame::image).toList(),
                        run(stages, 0, FRAMES, false).stream()
                                .map(StyledFrame::image)
                                .toList(),
                        name);
                assertTrue(!lost.isEmpty() || again.resumedFrames() > 0, name + ": something is taken");
            }
        }
    }

    /** Stops where the given number of results has come. */
    private void stop(StyleTransferChain chain, int after) {
        List<StyledFrame> results = new ArrayList<>();
        try (Stage<StyledFrame> stages = chain.stages()) {
            Consumer<StyledFrame> out = result -> {
                results.add(result);
                if (results.size() == after) {
                    throw new CancellationException("stopped");
                }
            };
            assertThrows(CancellationException.class, () -> {
                for (int n = 0; n < FRAMES; n++) {
                    stages.accept(frame(n, false), out);
                }
                stages.end(out);
            });
        }
    }

    private void lose(String name, String lost) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(WorkFolder.of(folder.resolve(name + ".mp4")))) {
            files = all.filter(path -> path.getFileName().toString().matches(lost))
                    .toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
