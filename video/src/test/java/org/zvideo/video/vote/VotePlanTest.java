package org.zvideo.video.vote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.video.vote.VotePlan.Shown;
import org.zvideo.video.vote.VotePlan.Trial;

/** Who sees what. Oracle: counts of pairs and sides, as the plan promises them. */
class VotePlanTest {
    /** Scenes, programs and trials of a ballot. */
    @ParameterizedTest
    @CsvSource({"1,2,1", "1,3,3", "5,2,5", "4,3,12", "4,3,7", "10,4,32", "3,5,4"})
    void pairsAndSidesAreBalanced(int scenes, int programs, int perVoter) {
        VotePlan plan = VotePlan.of(scenes, programs, perVoter, 7);
        int pairs = programs * (programs - 1) / 2;
        assertEquals(scenes * pairs, new HashSet<>(plan.trials()).size(), "each pair in each scene, once");
        assertEquals(VotePlan.BALLOTS, plan.ballots().size());
        for (List<Shown> ballot : plan.ballots()) {
            assertEquals(perVoter, ballot.size());
            assertEquals(perVoter, ballot.stream().map(Shown::trial).distinct().count(), "nothing twice");
            for (int n = 1; n <= perVoter; n++) {
                Map<List<Integer>, Long> seen = counts(ballot.subList(0, n).stream(), shown -> pair(plan, shown));
                long most = Collections.max(seen.values());
                long least = seen.size() < pairs ? 0 : Collections.min(seen.values());
                assertTrue(most - least <= 1, "after " + n + " trials: " + seen);
            }
            Map<List<Integer>, Integer> sides = new HashMap<>();
            ballot.forEach(shown -> sides.merge(pair(plan, shown), shown.mirrored() ? 1 : -1, Integer::sum));
            assertTrue(sides.values().stream().allMatch(excess -> Math.abs(excess) <= 1), sides.toString());
        }
        Map<Integer, Integer> sides = new HashMap<>();
        all(plan).forEach(shown -> sides.merge(shown.trial(), shown.mirrored() ? 1 : -1, Integer::sum));
        assertTrue(sides.values().stream().allMatch(excess -> excess == 0), "each trial as often either way round");
    }

    @Test
    void aCutBallotLeavesNoPairBehind() {
        VotePlan plan = VotePlan.of(3, 4, 4, 1); // 6 pairs, 4 trials: 24 · 4 / 6 = 16 each
        Map<List<Integer>, Long> pairs = counts(all(plan), shown -> pair(plan, shown));
        assertEquals(6, pairs.size());
        assertTrue(pairs.values().stream().allMatch(count -> count == 16), pairs.toString());
        Map<Integer, Long> trials = counts(all(plan), Shown::trial);
        assertEquals(18, trials.size(), "no scene either: " + trials);
    }

    @Test
    void theSeedDecides() {
        assertEquals(VotePlan.of(3, 3, 9, 5), VotePlan.of(3, 3, 9, 5));
        assertNotEquals(VotePlan.of(3, 3, 9, 5), VotePlan.of(3, 3, 9, 6));
        List<List<Integer>> orders = VotePlan.of(3, 3, 9, 5).ballots().stream()
                .map(ballot -> ballot.stream().map(Shown::trial).toList())
                .toList();
        assertTrue(new HashSet<>(orders).size() > 20, "voters see them in different orders");
    }

    @Test
    void whatCannotBeDrawnIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> VotePlan.of(2, 1, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> VotePlan.of(2, 3, 7, 0));
        assertThrows(IllegalArgumentException.class, () -> VotePlan.of(2, 3, 0, 0));
    }

    private static Stream<Shown> all(VotePlan plan) {
        return plan.ballots().stream().flatMap(List::stream);
    }

    private static List<Integer> pair(VotePlan plan, Shown shown) {
        Trial trial = plan.trials().get(shown.trial());
        return List.of(trial.first(), trial.second());
    }

    private static <T> Map<T, Long> counts(Stream<Shown> shown, Function<Shown, T> what) {
        return shown.collect(Collectors.groupingBy(what, Collectors.counting()));
    }
}
