package org.zvideo.video.vote;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Which pairs are shown in which order and on which sides. A trial is a scene with the results of two programs. A ballot is
 * what one voter sees; the page draws one of them for each voter. The draw is random and balanced:
 *
 * <ul>
 *   <li>Within a ballot no pair of programs is shown more than once more often than another, also if the voter stops early.
 *   <li>Within a ballot a pair's first program is on the left as often as on the right, but for an odd one.
 *   <li>Every second ballot is the mirror image of the one before, in another order, so over all ballots sides are even.
 * </ul>
 *
 * @param trials all pairs of programs in all scenes
 * @param ballots in the order of the voters that draw them; an even number
 */
public record VotePlan(List<Trial> trials, List<List<Shown>> ballots) {
    /** Enough that sides and scenes even out, and few enough for a page. */
    static final int BALLOTS = 24;

    /** Two programs in a scene, by their numbers; the first program's is lower. */
    public record Trial(int scene, int first, int second) {}

    /**
     * A trial as a voter sees it.
     *
     * @param trial its number
     * @param mirrored whether the first program's result is on the right
     */
    public record Shown(int trial, boolean mirrored) {}

    /**
     * Draws a plan.
     *
     * @param perVoter trials on a ballot
     * @param seed the same one draws the same plan
     * @throws IllegalArgumentException if there is nothing to compare, or a ballot cannot have that many trials
     */
    public static VotePlan of(int scenes, int programs, int perVoter, long seed) {
        int most = mostTrials(scenes, programs);
        if (programs < 2) {
            throw new IllegalArgumentException("results of " + programs + " program: expected two or more");
        }
        if (perVoter < 1 || perVoter > most) {
            throw new IllegalArgumentException(
                    "trials " + perVoter + ": expected 1 to " + most + ", every pair of programs in every scene");
        }
        return new Drawn(scenes, programs, perVoter, new Random(seed)).plan();
    }

    /** The number of trials that there are. */
    public static int mostTrials(int scenes, int programs) {
        return scenes * programs * (programs - 1) / 2;
    }

    /** The draw itself. */
    private static final class Drawn {
        private final Random random;
        private final int scenes;
        private final int perVoter;
        private final int pairs;
        private final List<Trial> trials = new ArrayList<>();
        /** The scenes of each pair, in an order of its own. */
        private final List<List<Integer>> order = new ArrayList<>();
        /** How often each pair came, so that its scenes take turns over the ballots too. */
        private final int[] shown;

        private Drawn(int scenes, int programs, int perVoter, Random random) {
            this.scenes = scenes;
            this.perVoter = perVoter;
            this.random = random;
            this.pairs = mostTrials(1, programs);
            this.shown = new int[pairs];
            for (int first = 0; first < programs; first++) {
                for (int second = first + 1; second < programs; second++) {
                    for (int scene = 0; scene < scenes; scene++) {
                        trials.add(new Trial(scene, first, second));
                    }
                    order.add(shuffled(scenes));
                }
            }
        }

        private VotePlan plan() {
            List<List<Shown>> ballots = new ArrayList<>();
            for (int couple = 0; couple < BALLOTS / 2; couple++) {
                List<List<Shown>> rounds = rounds(couple);
                ballots.add(ballot(rounds, false));
                ballots.add(ballot(rounds, true));
            }
            return new VotePlan(List.copyOf(trials), List.copyOf(ballots));
        }

        /** Rounds in which every pair comes once; in the last one, only as many pairs as still fit. */
        private List<List<Shown>> rounds(int couple) {
            boolean[] sides = new boolean[pairs];
            for (int pair = 0; pair < pairs; pair++) {
                sides[pair] = random.nextBoolean();
            }
            List<List<Shown>> rounds = new ArrayList<>();
            for (int begin = 0; begin < perVoter; begin += pairs) {
                int size = Math.min(pairs, perVoter - begin);
                List<Shown> round = new ArrayList<>();
                for (int n = 0; n < size; n++) {
                    int pair = (couple * size + n) % pairs; // a short round has other pairs for the next voters
                    int scene = order.get(pair).get(shown[pair]++ % scenes);
                    round.add(new Shown(pair * scenes + scene, sides[pair]));
                    sides[pair] = !sides[pair];
                }
                rounds.add(round);
            }
            return rounds;
        }

        private List<Shown> ballot(List<List<Shown>> rounds, boolean mirrored) {
            List<Shown> ballot = new ArrayList<>();
            for (List<Shown> round : rounds) {
                shuffled(round.size()).stream()
                        .map(round::get)
                        .map(shown -> new Shown(shown.trial(), shown.mirrored() ^ mirrored))
                        .forEach(ballot::add);
            }
            return List.copyOf(ballot);
        }

        private List<Integer> shuffled(int count) {
            List<Integer> numbers =
                    new ArrayList<>(IntStream.range(0, count).boxed().toList());
            Collections.shuffle(numbers, random);
            return numbers;
        }
    }
}
