package org.zvideo.video.resume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.stage.ModelFrame;
import org.zvideo.video.stage.ShotFrame;
import org.zvideo.video.stage.Stage;
import org.zvideo.video.stage.StageContract;
import org.zvideo.video.stage.SummingStage;
import org.zvideo.video.stage.SummingWindows;
import org.zvideo.video.stage.TestPictures;

/**
 * Oracle: the run that nothing interrupts. The stage inside adds each frame to the sum of those of its shot before it, so
 * a frame that it missed, or saw twice, changes all that follow.
 */
class ResumeStageTest extends StageContract<ModelFrame> {
    private static final int FRAMES = 24;
    private static final List<Integer> CUTS = List.of(7, 8, 15);

    @TempDir
    Path folder;

    private final List<WorkFolder> opened = new ArrayList<>();
    private int contracts;

    /** Stops at a random frame, damages what was kept, goes on; over and over. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whateverIsLostTheResultIsTheSame(int seed) throws Exception {
        Random random = new Random(seed);
        List<RgbImage> whole;
        try (WorkFolder work = WorkFolder.open(folder.resolve("whole.mp4"), false)) {
            whole = run(random.nextBoolean(), work, FRAMES);
            work.delete();
        }
        Path output = folder.resolve("out.mp4");
        for (int attempt = 0; attempt < 4; attempt++) {
            try (WorkFolder work = WorkFolder.open(output, false)) {
                work.identify(Map.of("job", 1), "free");
                run(random.nextBoolean(), work, random.nextInt(FRAMES));
            }
            damage(WorkFolder.of(output), random);
        }
        try (WorkFolder work = WorkFolder.open(output, false)) {
            assertEquals(whole, run(random.nextBoolean(), work, FRAMES));
        }
    }

    /** The same where frames are worked on together: those of a set of which some are lost are all made again. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void framesThatAreMadeTogetherAreMadeTogetherAgain(int seed) throws Exception {
        Random random = new Random(seed);
        List<RgbImage> whole;
        try (WorkFolder work = WorkFolder.open(folder.resolve("whole.mp4"), false)) {
            whole = windows(work, FRAMES);
            assertEquals(FRAMES, whole.size());
            work.delete();
        }
        Path output = folder.resolve("out.mp4");
        for (int attempt = 0; attempt < 4; attempt++) {
            try (WorkFolder work = WorkFolder.open(output, false)) {
                work.identify(Map.of("job", 1), "free");
                windows(work, random.nextInt(FRAMES));
            }
            damage(WorkFolder.of(output), random);
        }
        try (WorkFolder work = WorkFolder.open(output, false)) {
            assertEquals(whole, windows(work, FRAMES));
        }
    }

    /** Oracle: the number of frames that the stage inside saw. */
    @Test
    void aSetOfFramesThatIsDoneIsNotDoneAgain() throws Exception {
        Path output = folder.resolve("out.mp4");
        try (WorkFolder work = WorkFolder.open(output, false)) {
            work.identify(Map.of("job", 1), "free");
            windows(work, 14); // 8 to 11 are one set of the third shot, 12 and 13 wait
        }
        try (WorkFolder work = WorkFolder.open(output, false)) {
            SummingWindows inner = new SummingWindows();
            ResumeStage stage = new ResumeStage(inner, inner, work, frame -> {});
            give(stage, FRAMES, frame -> {});
            assertEquals(12, stage.taken());
            assertEquals(FRAMES - 12, inner.seen());
        }
    }

    /** A run that is stopped before the clip ends, unless it is given all frames. */
    private static List<RgbImage> windows(WorkFolder work, int frames) {
        List<RgbImage> results = new ArrayList<>();
        SummingWindows inner = new SummingWindows();
        ResumeStage stage = new ResumeStage(inner, inner, work, frame -> {});
        give(stage, frames, result -> results.add(TestPictures.image(result)));
        if (frames == FRAMES) {
            stage.end(result -> results.add(TestPictures.image(result)));
        }
        stage.close();
        return results;
    }

    private static void give(ResumeStage stage, int frames, Consumer<ModelFrame> out) {
        long shotStart = 0;
        for (int n = 0; n < frames; n++) {
            shotStart = CUTS.contains(n) ? n : shotStart;
            stage.accept(new ShotFrame(n, 1000L * n, shotStart, picture(n)), out);
        }
    }

    private static void damage(Path work, Random random) throws IOException {
        if (!Files.exists(work)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(work)) {
            files = all.filter(file -> file.toString().matches(".*(png|safetensors)"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            int fate = random.nextInt(12);
            if (fate == 0) {
                Files.delete(file);
            } else if (fate == 1) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[random.nextInt(bytes.length)] ^= 4;
                Files.write(file, bytes);
            }
        }
        if (random.nextBoolean()) {
            Files.writeString(work.resolve("journal.jsonl"), "{\"frame\":3,\"sh", StandardOpenOption.APPEND); // torn
        }
    }

    /** Oracle: the number of frames that the stage inside saw. */
    @Test
    void whatIsDoneIsNotDoneAgain() throws Exception {
        Path output = folder.resolve("out.mp4");
        try (WorkFolder work = WorkFolder.open(output, false)) {
            work.identify(Map.of("job", 1), "free");
            run(false, work, 12);
        }
        SummingStage inner = new SummingStage(false);
        try (WorkFolder work = WorkFolder.open(output, false)) {
            List<Long> told = new ArrayList<>();
            ResumeStage stage = new ResumeStage(inner, inner, work, frame -> told.add(frame.number()));
            run(stage, FRAMES);
            // States are written when that is worth it, always after the first frame of a shot: here frame 8.
            assertTrue(stage.taken() >= 9 && stage.taken() <= 12, "taken: " + stage.taken());
            assertEquals(FRAMES - stage.taken(), inner.seen());
            assertEquals(LongStream.range(0, stage.taken()).boxed().toList(), told);
            work.delete();
        }
        assertFalse(Files.exists(WorkFolder.of(output)));
    }

    @Test
    void anotherJobIsRefusedByItsFields() throws Exception {
        Path output = folder.resolve("out.mp4");
        try (WorkFolder work = WorkFolder.open(output, false)) {
            work.identify(Map.of("input", "a", "settings", Map.of("steps", 30, "size", 64)), "free");
            run(false, work, 3);
        }
        try (WorkFolder work = WorkFolder.open(output, false)) {
            JobMismatchException error = assertThrows(
                    JobMismatchException.class,
                    () -> work.identify(Map.of("input", "b", "settings", Map.of("steps", 20, "size", 64)), "free"));
            assertTrue(error.getMessage().contains("(input, settings.steps)"), error.getMessage());
            assertEquals(3, work.done());
        }
        try (WorkFolder work = WorkFolder.open(output, false)) {
            work.identify(
                    Map.of("input", "a", "settings", Map.of("steps", 30, "size", 64), "free", Map.of("detail", 1)),
                    "free");
            assertEquals(1, work.job().orElseThrow().at("/free/detail").asInt(), "what is free may change");
        }
        try (WorkFolder work = WorkFolder.open(output, true)) {
            work.identify(Map.of("input", "b"), "free");
            assertEquals(0, work.done());
        }
        assertFalse(Files.exists(WorkFolder.of(output)), "nothing was done, so nothing is left");
    }

    @Test
    void foreignFoldersAreNotTouched() throws Exception {
        Path output = folder.resolve("out.mp4");
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(WorkFolder.of(output), elsewhere);
        refused(output, "is no folder");
        Files.delete(WorkFolder.of(output));
        Files.createDirectory(WorkFolder.of(output));
        Files.writeString(WorkFolder.of(output).resolve("diary.txt"), "mine");
        refused(output, "diary.txt");
        assertEquals("mine", Files.readString(WorkFolder.of(output).resolve("diary.txt")));
    }

    @Test
    void oneRunAtATime() {
        Path output = folder.resolve("out.mp4");
        try (WorkFolder work = WorkFolder.open(output, false)) {
            refused(output, "in use by process " + ProcessHandle.current().pid());
        }
        WorkFolder.open(output, false).close();
    }

    private static void refused(Path output, String word) {
        MediaException error = assertThrows(
                MediaException.class, () -> WorkFolder.open(output, true).close());
        assertEquals(ErrorKind.CANNOT_CREATE, error.kind());
        assertTrue(error.getMessage().contains(word), error.getMessage());
    }

    private static List<RgbImage> run(boolean late, WorkFolder work, int frames) {
        SummingStage inner = new SummingStage(late);
        return run(new ResumeStage(inner, inner, work, frame -> {}), frames);
    }

    private static List<RgbImage> run(ResumeStage stage, int frames) {
        List<RgbImage> results = new ArrayList<>();
        Consumer<ModelFrame> out = result -> {
            assertEquals(1000L * results.size(), result.source().timestamp());
            results.add(TestPictures.image(result));
        };
        long shotStart = 0;
        for (int n = 0; n < frames; n++) {
            shotStart = CUTS.contains(n) ? n : shotStart;
            stage.accept(new ShotFrame(n, 1000L * n, shotStart, picture(n)), out);
        }
        stage.end(out);
        assertEquals(frames, results.size());
        stage.close();
        return results;
    }

    private static RgbImage picture(int frame) {
        RgbImage image = new RgbImage(4, 3);
        new Random(frame).nextBytes(image.pixels());
        return image;
    }

    /** Oracle: the run that nothing interrupts. */
    @Test
    void afterAnyFrameTheResultIsThatOfAnUnbrokenRun() {
        List<ModelFrame> whole;
        try (Stage<ModelFrame> stage = stage()) {
            whole = run(stage, 0, StageContract.FRAMES, false);
        }
        for (int stopped = 0; stopped < StageContract.FRAMES; stopped++) {
            Path output = folder.resolve("stopped-" + stopped + ".mp4");
            try (WorkFolder work = WorkFolder.open(output, false);
                    Stage<ModelFrame> stage = stage(work)) {
                for (int n = 0; n < stopped; n++) {
                    stage.accept(frame(n, false), result -> {});
                }
            }
            try (WorkFolder work = WorkFolder.open(output, false);
                    Stage<ModelFrame> stage = stage(work)) {
                assertEquals(whole, run(stage, 0, StageContract.FRAMES, false), "stopped after " + stopped);
            }
        }
    }

    @Override
    protected Stage<ModelFrame> stage() {
        Path output = folder.resolve("contract-" + contracts++ + ".mp4");
        WorkFolder work = WorkFolder.open(output, false);
        opened.add(work);
        return stage(work);
    }

    private static Stage<ModelFrame> stage(WorkFolder work) {
        SummingStage inner = new SummingStage(true);
        return new ResumeStage(inner, inner, work, frame -> {});
    }

    @AfterEach
    void close() {
        opened.forEach(WorkFolder::close);
    }

    @Override
    protected boolean keepsResults() {
        return true;
    }

    @Override
    protected ShotFrame source(ModelFrame result) {
        return result.source();
    }
}
