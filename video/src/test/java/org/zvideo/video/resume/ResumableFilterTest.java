package org.zvideo.video.resume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.filter.ShotFilter;
import org.zvideo.video.filter.ShotState;

/**
 * Oracle: the run that nothing interrupts. The inner filter adds each frame to the sum of those of its shot before it, so
 * a frame that it missed, or saw twice, changes all that follow.
 */
class ResumableFilterTest {
    private static final int FRAMES = 24;
    private static final List<Integer> CUTS = List.of(7, 8, 15);

    @TempDir
    Path folder;

    /** Stops at a random frame, damages what was kept, goes on; over and over. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whateverIsLostTheResultIsTheSame(int seed) throws Exception {
        Random random = new Random(seed);
        List<RgbImage> whole;
        try (WorkFolder work = WorkFolder.open(folder.resolve("whole.mp4"), false)) {
            whole = run(new ResumableFilter<>(new Summing(random.nextBoolean()), work), FRAMES);
            work.delete();
        }
        Path output = folder.resolve("out.mp4");
        for (int attempt = 0; attempt < 4; attempt++) {
            try (WorkFolder work = WorkFolder.open(output, false)) {
                work.identify(Map.of("job", 1));
                run(new ResumableFilter<>(new Summing(random.nextBoolean()), work), random.nextInt(FRAMES));
            }
            damage(WorkFolder.of(output), random);
        }
        try (WorkFolder work = WorkFolder.open(output, false)) {
            assertEquals(whole, run(new ResumableFilter<>(new Summing(random.nextBoolean()), work), FRAMES));
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

    /** Oracle: the number of frames that the inner filter saw. */
    @Test
    void whatIsDoneIsNotDoneAgain() throws Exception {
        Path output = folder.resolve("out.mp4");
        try (WorkFolder work = WorkFolder.open(output, false)) {
            work.identify(Map.of("job", 1));
            run(new ResumableFilter<>(new Summing(false), work), 12);
        }
        Summing inner = new Summing(false);
        try (WorkFolder work = WorkFolder.open(output, false)) {
            ResumableFilter<Summing> filter = new ResumableFilter<>(inner, work);
            run(filter, FRAMES);
            // States are written when that is worth it, always after the first frame of a shot: here frame 8.
            assertTrue(filter.taken() >= 9 && filter.taken() <= 12, "taken: " + filter.taken());
            assertEquals(FRAMES - filter.taken(), inner.seen);
            work.delete();
        }
        assertFalse(Files.exists(WorkFolder.of(output)));
    }

    @Test
    void anotherJobIsRefusedByItsFields() throws Exception {
        Path output = folder.resolve("out.mp4");
        try (WorkFolder work = WorkFolder.open(output, false)) {
            work.identify(Map.of("input", "a", "settings", Map.of("steps", 30, "size", 64)));
            run(new ResumableFilter<>(new Summing(false), work), 3);
        }
        try (WorkFolder work = WorkFolder.open(output, false)) {
            JobMismatchException error = assertThrows(
                    JobMismatchException.class,
                    () -> work.identify(Map.of("input", "b", "settings", Map.of("steps", 20, "size", 64))));
            assertTrue(error.getMessage().contains("(input, settings.steps)"), error.getMessage());
            assertEquals(3, work.done());
        }
        try (WorkFolder work = WorkFolder.open(output, true)) {
            work.identify(Map.of("input", "b"));
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
        assertEquals(MediaException.Problem.CANNOT_CREATE, error.problem());
        assertTrue(error.getMessage().contains(word), error.getMessage());
    }

    private static List<RgbImage> run(ResumableFilter<Summing> filter, int frames) throws Exception {
        List<RgbImage> results = new ArrayList<>();
        filter.start();
        for (int n = 0; n <= frames; n++) {
            if (CUTS.contains(n) && n < frames) {
                filter.cut();
            }
            if (n < frames) {
                try (Frame frame = RgbFrames.toFrame(source(n), 1000L * n)) {
                    filter.push(frame);
                }
            } else {
                filter.push(null);
            }
            for (Frame result = filter.pull(); result != null; result = filter.pull()) {
                assertEquals(1000L * results.size(), result.timestamp);
                results.add(RgbFrames.toImage(result));
                result.close();
            }
        }
        assertEquals(frames, results.size());
        filter.release();
        return results;
    }

    private static RgbImage source(int frame) {
        RgbImage image = new RgbImage(4, 3);
        new Random(frame).nextBytes(image.pixels());
        return image;
    }

    /** Adds up the frames of a shot. */
    private static final class Summing extends ShotFilter implements ShotState {
        private final boolean late;
        private final Queue<Frame> results = new ArrayDeque<>();
        private RgbImage pending;
        private long pendingTime;
        private byte[] first;
        private byte[] sum = new byte[36];
        private int seen;

        /** @param late whether results come a frame later */
        private Summing(boolean late) {
            this.late = late;
        }

        @Override
        public void push(Frame frame) {
            if (pending != null) {
                finish();
            }
            if (frame != null) {
                seen++;
                pending = RgbFrames.toImage(frame);
                pendingTime = frame.timestamp;
                if (!late) {
                    finish();
                }
            }
        }

        private void finish() {
            for (int n = 0; n < sum.length; n++) {
                sum[n] = (byte) (sum[n] + pending.pixels()[n] + (first == null ? 0 : first[n]));
            }
            first = first == null ? sum.clone() : first;
            results.add(RgbFrames.toFrame(new RgbImage(4, 3, sum.clone()), pendingTime));
            pending = null;
        }

        @Override
        public Frame pull() {
            return results.poll();
        }

        @Override
        public void cut() {
            first = null;
            sum = new byte[36];
        }

        @Override
        public boolean save(Path file) throws IOException {
            Files.write(file, sum);
            return true;
        }

        @Override
        public void restore(Path ofFirst, Path ofPrevious) {
            try {
                first = Files.readAllBytes(ofFirst);
                sum = Files.readAllBytes(ofPrevious);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void skip() {}

        @Override
        public void pass(Frame frame, boolean first) {}

        @Override
        public void start() {}

        @Override
        public void stop() {
            pending = null;
        }

        @Override
        public void release() {}
    }
}
