package org.zvideo.video.farm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/** Packs shots into units of work, the longest first: whoever takes them in this order is done earliest. */
final class Units {
    private Units() {}

    /** A unit that is being packed. */
    private static final class Pack {
        private final List<Integer> shots = new ArrayList<>();
        private final int number;
        private long frames;

        private Pack(int number) {
            this.number = number;
        }
    }

    /**
     * Units of shots by their places in the film, each in the order of the film.
     *
     * @param most number of units at most; each shot goes into the unit that is shortest so far, the longest shot first
     */
    static List<List<Integer>> of(List<ShotSpan> shots, int most) {
        PriorityQueue<Pack> packs = new PriorityQueue<>(
                Comparator.<Pack>comparingLong(pack -> pack.frames).thenComparingInt(pack -> pack.number));
        IntStream.range(0, Math.min(most, shots.size())).mapToObj(Pack::new).forEach(packs::add);
        IntStream.range(0, shots.size())
                .boxed()
                .sorted(Comparator.comparingLong(
                                (Integer shot) -> shots.get(shot).frames())
                        .reversed())
                .forEach(shot -> {
                    Pack shortest = packs.remove();
                    shortest.shots.add(shot);
                    shortest.frames += shots.get(shot).frames();
                    packs.add(shortest);
                });
        return packs.stream()
                .sorted(Comparator.<Pack>comparingLong(pack -> pack.frames)
                        .reversed()
                        .thenComparingInt(pack -> pack.number))
                .map(pack -> pack.shots.stream().sorted().toList())
                .toList();
    }
}
