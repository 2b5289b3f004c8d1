package org.zvideo.video.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.zvideo.core.image.RgbImage;

class FilmMotionsTest {
    private static final int SIDE = 2048;

    private final AtomicInteger searches = new AtomicInteger();

    private Supplier<FlowWarp> search(int side) {
        return () -> {
            searches.incrementAndGet();
            RgbImage picture = new RgbImage(32, 32);
            try (FlowWarp small = FlowWarp.between(picture, picture)) {
                return ResizedMotion.of(small, side, side);
            }
        };
    }

    /** Oracle: the number of searches. */
    @Test
    void eachPairIsSearchedOnce() {
        try (FilmMotions film = new FilmMotions()) {
            for (int asked = 0; asked < 3; asked++) {
                film.between(1, 0, 64, 64, search(64)).close();
            }
            assertEquals(1, searches.get());
            film.between(0, 1, 64, 64, search(64)).close();
            film.between(1, 0, 32, 32, search(64)).close();
            assertEquals(3, searches.get(), "another pair, and frames of another size");
            film.close();
            film.between(1, 0, 64, 64, search(64)).close();
            assertEquals(4, searches.get(), "of another film");
        }
    }

    /** Oracle: the number of searches; four motions of four million pixels are as many as are kept. */
    @Test
    void onlyTheNewestAreKept() {
        try (FilmMotions film = new FilmMotions();
                FlowWarp held = film.between(1, 0, SIDE, SIDE, search(SIDE))) {
            for (int frame = 2; frame <= 5; frame++) {
                film.between(frame, frame - 1, SIDE, SIDE, search(SIDE)).close();
            }
            film.between(2, 1, SIDE, SIDE, search(SIDE)).close();
            assertEquals(5, searches.get());
            film.between(1, 0, SIDE, SIDE, search(SIDE)).close();
            assertEquals(6, searches.get(), "the oldest was forgotten");
            assertEquals(SIDE - 1, held.originX(SIDE - 1), 1e-3, "whoever holds it may still read it");
        }
    }

    /** Oracle: the next question is answered. */
    @Test
    void aFailedSearchLeavesNothingBehind() {
        try (FilmMotions film = new FilmMotions()) {
            assertThrows(
                    IllegalStateException.class,
                    () -> film.between(1, 0, 64, 64, () -> {
                        throw new IllegalStateException("made by the test");
                    }));
            film.between(1, 0, 64, 64, search(64)).close();
            assertEquals(1, searches.get());
        }
    }
}
