package org.zvideo.video.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.StyleMix;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.shot.Cuts;
import org.zvideo.video.stage.StyleMixes;

/** When which styles act. Oracle: the line between two points, and cuts that are counted by hand. */
class StyleScheduleTest {
    private static final RgbImage ANY = new RgbImage(1, 1);

    private static StyleKey at(double seconds, int... styles) {
        return new StyleKey(new StyleTime.At(seconds), OptionalDouble.empty(), list(styles));
    }

    private static StyleKey fading(double seconds, double fade, int... styles) {
        return new StyleKey(new StyleTime.At(seconds), OptionalDouble.of(fade), list(styles));
    }

    private static StyleKey cut(int number, int... styles) {
        return new StyleKey(new StyleTime.AtCut(number), OptionalDouble.empty(), list(styles));
    }

    private static List<Integer> list(int... styles) {
        return Stream.of(styles).flatMapToInt(java.util.Arrays::stream).boxed().toList();
    }

    /** 0 to 4 s: style 0 fades into 1; 1 stays until 8 s, and fades into 2 until 10 s; 12 s: a change to 0. */
    private static final StyleSchedule FILM =
            new StyleSchedule(List.of(at(0, 0), at(4, 1), fading(10, 2, 2), fading(12, 0, 0)));

    @ParameterizedTest
    @CsvSource({
        "-1, 1, 0, 0",
        "0, 1, 0, 0",
        "1, 0.75, 0.25, 0",
        "2, 0.5, 0.5, 0",
        "4, 0, 1, 0",
        "8, 0, 1, 0",
        "9.5, 0, 0.25, 0.75",
        "10, 0, 0, 1",
        "11.99, 0, 0, 1",
        "12, 1, 0, 0",
        "1000, 1, 0, 0"
    })
    void stylesFadeOnALine(double seconds, double first, double second, double third) {
        assertEquals(List.of(first, second, third), FILM.at(seconds, 3).shares());
    }

    @Test
    void aPaintingThatStaysDoesNotFade() {
        StyleSchedule stays = new StyleSchedule(List.of(at(0, 0), at(3, 0), at(6, 0, 1)));
        for (double seconds : List.of(0.1, 0.7, 1.9, 3.0, 4.7)) {
            assertEquals(1, stays.at(seconds, 2).shares().get(0), "at " + seconds);
        }
        assertEquals(0.5, stays.at(4.5, 2).shares().get(1));
    }

    /** Oracle: the time in the file minus that of the first frame. */
    @Test
    void timesCountFromTheFirstFrame() {
        StyleMixes mixes = FILM.mixes(1.5, 3);
        assertEquals(List.of(0.75, 0.25, 0.0), mixes.at(2_500_000).shares());
        assertSame(StyleMixes.FULL, StyleSchedule.NONE.mixes(0, 2));
        assertSame(StyleMix.FULL, StyleSchedule.NONE.at(5, 2));
    }

    @Test
    void cutsGetTheirTimesAndNothingFadesThere() {
        StyleSchedule named = new StyleSchedule(List.of(at(0, 0), cut(2, 1), at(9, 0)));
        assertTrue(named.namesCuts());
        StyleSchedule timed = named.timed(List.of(2.0, 5.0));
        assertFalse(timed.namesCuts());
        assertEquals(List.of(1.0, 0.0), timed.at(4.99, 2).shares());
        assertEquals(List.of(0.0, 1.0), timed.at(5, 2).shares());
        assertEquals(List.of(0.5, 0.5), timed.at(7, 2).shares());
        refused(named, List.of(2.0), "style at cut:2: what is stylized has 1 cut;");
        refused(named, List.of(), "has no cuts;");
        refused(named, List.of(1.0, 9.0), "style at 9.0 s after style at cut:2, which is at 9.0 s,");
    }

    private static void refused(StyleSchedule schedule, List<Double> cuts, String said) {
        MediaException error = assertThrows(MediaException.class, () -> schedule.timed(cuts));
        assertEquals(ErrorKind.USAGE, error.kind());
        assertTrue(error.getMessage().contains(said), error.getMessage());
    }

    /** Oracle: a change from one frame to the next, and where the cuts of the film are. */
    @Test
    void aShotBeginsWhereTheStyleChangesWithoutAFade() {
        Cuts cuts = FILM.with((index, seconds, frame, next) -> index == 3);
        List<Double> times = List.of(0.0, 4.0, 10.0, 11.0, 12.1, 13.0);
        StringBuilder found = new StringBuilder();
        for (int n = 0; n < times.size(); n++) {
            found.append(cuts.at(n, times.get(n), ANY, Optional.empty()) ? n : "-");
        }
        assertEquals("---34-", found.toString());
        StyleSchedule same = new StyleSchedule(List.of(at(0, 0), fading(2, 0, 0)));
        assertSame(Cuts.NONE, same.with(Cuts.NONE), "to the same style nothing changes");
    }

    @Test
    void onlyWhatFadesActsTogether() {
        assertEquals(2, FILM.mostAtOnce(3));
        assertEquals(3, StyleSchedule.NONE.mostAtOnce(3));
        assertEquals(1, new StyleSchedule(List.of(at(0, 0), cut(1, 1), fading(5, 0, 2))).mostAtOnce(3));
        assertEquals(3, new StyleSchedule(List.of(at(0, 0, 1), at(5, 2))).mostAtOnce(3));
    }

    @Test
    void whatLiesBeyondTheEndIsNamed() {
        assertEquals(List.of(), FILM.beyond(12));
        assertEquals(List.of("10.0 s", "12.0 s"), FILM.beyond(9));
    }

    @Test
    void keysOutOfOrderAreRefused() {
        for (List<StyleKey> keys : List.of(
                List.of(at(1, 0)),
                List.of(cut(1, 0)),
                List.of(at(0, 0), at(0, 1)),
                List.of(at(0, 0), at(5, 1), at(5, 0)),
                List.of(at(0, 0), at(5, 1), at(4, 0)),
                List.of(at(0, 0), cut(2, 1), cut(1, 0)),
                List.of(at(0, 0), at(5, 1), cut(1, 0), at(4, 1)))) {
            assertThrows(IllegalArgumentException.class, () -> new StyleSchedule(keys), keys::toString);
        }
        assertThrows(IllegalArgumentException.class, () -> at(5));
        assertThrows(IllegalArgumentException.class, () -> at(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> cut(0, 0));
        assertThrows(IllegalArgumentException.class, () -> fading(5, -1, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new StyleKey(new StyleTime.AtCut(1), OptionalDouble.of(1), List.of(0)),
                "nothing fades at a cut");
    }
}
