package org.zvideo.video.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.zvideo.core.image.RgbImage;

/**
 * What holds for every stage, whatever it does. Oracles: the frames that went in, and the same stage without what is said to
 * make no difference.
 *
 * @param <O> what the stage makes
 */
public abstract class StageContract<O> {
    /** Number of the frame that begins the second of two shots. */
    protected static final int SECOND_SHOT = 4;
    /** Number of frames. */
    protected static final int FRAMES = 7;

    /** A new stage. */
    protected abstract Stage<O> stage();

    /** The frame of which a result was made. */
    protected abstract ShotFrame source(O result);

    /** Whether results are kept where a closed stage finds them again. */
    protected boolean keepsResults() {
        return false;
    }

    /** A frame of the film; its first shot may hold other pictures. */
    protected static ShotFrame frame(int number, boolean otherFirstShot) {
        boolean second = number >= SECOND_SHOT;
        RgbImage image = new RgbImage(64, 64);
        new Random(number + (otherFirstShot && !second ? 100 : 0)).nextBytes(image.pixels());
        return new ShotFrame(number, 40_000L * number + 7, second ? SECOND_SHOT : 0, image);
    }

    /** All results of frames. */
    protected final List<O> run(Stage<O> stage, int from, int to, boolean otherFirstShot) {
        List<O> results = new ArrayList<>();
        for (int n = from; n < to; n++) {
            stage.accept(frame(n, otherFirstShot), results::add);
        }
        stage.end(results::add);
        return results;
    }

    @Test
    void thereIsOneResultForEachFrameInOrderWithItsNumberTimeAndShot() {
        try (Stage<O> stage = stage()) {
            assertFrames(run(stage, 0, FRAMES, false));
        }
    }

    private void assertFrames(List<O> results) {
        assertEquals(
                LongStream.range(0, FRAMES).boxed().toList(),
                results.stream().map(result -> source(result).number()).toList());
        for (O result : results) {
            assertEquals(frame((int) source(result).number(), false), source(result));
        }
    }

    @Test
    void nothingCrossesACut() {
        try (Stage<O> one = stage();
                Stage<O> other = stage()) {
            List<O> expected = run(one, 0, FRAMES, false);
            List<O> results = run(other, 0, FRAMES, true);
            assertEquals(expected.subList(SECOND_SHOT, FRAMES), results.subList(SECOND_SHOT, FRAMES));
        }
    }

    /** Frames may follow an end, wherever it comes. */
    @Test
    void endGivesWhatIsDueOnceAndFramesMayFollow() {
        for (int end = 0; end < FRAMES; end++) {
            try (Stage<O> stage = stage()) {
                List<O> results = run(stage, 0, end, false);
                assertEquals(end, results.size());
                stage.end(results::add);
                assertEquals(end, results.size(), "a second end gives nothing");
                results.addAll(run(stage, end, FRAMES, false));
                assertFrames(results);
            }
        }
    }

    @Test
    void aClosedStageIsAsIfItWereNewAndCloseTwiceIsHarmless() {
        try (Stage<O> fresh = stage();
                Stage<O> stage = stage()) {
            List<O> expected = run(fresh, 0, FRAMES, false);
            for (int n = 0; n < SECOND_SHOT - 1; n++) {
                stage.accept(frame(n, !keepsResults()), result -> {});
            }
            stage.close();
            stage.close();
            assertEquals(expected, run(stage, 0, FRAMES, false));
        }
    }

    /** Oracle: JavaCPP's own count of pointers that it holds; what other tests left to the collector may go meanwhile. */
    @Test
    void noNativeMemoryIsLeft() {
        List<Long> counts = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            try (Stage<O> stage = stage()) {
                run(stage, 0, FRAMES - 1, false);
                stage.accept(frame(FRAMES - 1, false), result -> {});
            }
            counts.add(Pointer.totalCount());
        }
        assertTrue(counts.get(3) <= counts.get(1), "pointers after each run: " + counts);
    }
}
