package org.zvideo.video.farm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Oracle: packings worked out by hand. */
class UnitsTest {
    private static List<ShotSpan> shots(int... lengths) {
        List<ShotSpan> shots = new ArrayList<>();
        long first = 0;
        for (int length : lengths) {
            shots.add(new ShotSpan(first, length, 0, Collections.nCopies(Math.min(length, 4), 7L), 7));
            first += length;
        }
        return shots;
    }

    @Test
    void theLongestComesFirstAndShotsStayInOrder() {
        assertEquals(List.of(List.of(2), List.of(0), List.of(3), List.of(1)), Units.of(shots(5, 1, 9, 5), 10));
        // 9 | 6 | 5; then 4 to the 5, 3 to the 6, 1 to the 9
        assertEquals(
                List.of(List.of(1, 4), List.of(2, 5), List.of(0, 3)),
                Units.of(shots(1, 6, 4, 9, 3, 5), 3).stream()
                        .sorted((a, b) -> Integer.compare(b.get(0), a.get(0)))
                        .sorted((a, b) -> Integer.compare(a.size(), b.size()))
                        .sorted((a, b) -> Integer.compare(order(a), order(b)))
                        .toList());
        assertEquals(List.of(List.of(0, 1, 2)), Units.of(shots(2, 3, 4), 1));
    }

    private static int order(List<Integer> unit) {
        return unit.contains(4) ? 0 : unit.contains(5) ? 1 : 2;
    }

    @Test
    void shotsAreAllFramesOnce() {
        List<ShotSpan> gap = new ArrayList<>(shots(2, 2));
        gap.set(1, new ShotSpan(3, 1, 0, List.of(1L), 1));
        assertThrows(IllegalArgumentException.class, () -> list(gap, List.of(List.of(0), List.of(1))));
        assertThrows(IllegalArgumentException.class, () -> list(shots(2, 2), List.of(List.of(0), List.of(0))));
        assertEquals(4, list(shots(2, 2), List.of(List.of(1), List.of(0))).frames());
        assertEquals(1, list(shots(2, 2), List.of(List.of(1), List.of(0))).unitOf(0));
    }

    private static ShotList list(List<ShotSpan> shots, List<List<Integer>> units) {
        return new ShotList(null, null, null, "", 0, 0, shots, units, Optional.empty());
    }

    /** Oracle: the places of the first two and last two of five frames. */
    @Test
    void framesAtTheBordersAreKnown() {
        ShotSpan shot = new ShotSpan(10, 5, 0, List.of(1L, 2L, 4L, 5L), 0);
        assertEquals(
                List.of(true, true, false, true, true),
                List.of(10L, 11L, 12L, 13L, 14L).stream().map(shot::knows).toList());
        for (long n = 0; n < 5; n++) {
            assertEquals(n != 2, !shot.admits(10 + n, n + 2));
            assertEquals(true, shot.admits(10 + n, n + 1));
        }
        ShotSpan three = new ShotSpan(10, 3, 0, List.of(1L, 2L, 3L), 0);
        assertEquals(true, three.admits(11, 2) && three.admits(12, 3) && !three.admits(12, 2));
    }
}
