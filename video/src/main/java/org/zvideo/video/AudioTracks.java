package org.zvideo.video;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.zvideo.video.error.MediaException;

/**
 * Which sound tracks of a source are kept.
 *
 * @param chosen their numbers, counted from 0 among the sound streams; empty for all
 */
public record AudioTracks(Optional<Set<Integer>> chosen) {
    /** Every track. */
    public static final AudioTracks ALL = new AudioTracks(Optional.empty());
    /** A silent result. */
    public static final AudioTracks NONE = new AudioTracks(Optional.of(Set.of()));

    public AudioTracks {
        chosen = chosen.map(Set::copyOf);
        if (chosen.stream().flatMap(Set::stream).anyMatch(number -> number < 0)) {
            throw new IllegalArgumentException("audio tracks " + chosen.get() + ": they are counted from 0");
        }
    }

    /** Only these. */
    public static AudioTracks of(Collection<Integer> numbers) {
        return new AudioTracks(Optional.of(Set.copyOf(numbers)));
    }

    /** Whether a track is kept. */
    boolean keep(int number) {
        return chosen.isEmpty() || chosen.get().contains(number);
    }

    @Override
    public String toString() {
        return chosen.map(numbers -> numbers.isEmpty()
                        ? "none"
                        : numbers.stream().sorted().map(String::valueOf).collect(Collectors.joining(",")))
                .orElse("all");
    }

    /** Fails if a chosen track is not there. */
    void require(String source, int tracks) {
        String there = tracks == 0
                ? "no sound"
                : tracks == 1 ? "one sound track, 0" : tracks + " sound tracks, 0 to " + (tracks - 1);
        chosen.stream()
                .flatMap(Set::stream)
                .filter(number -> number >= tracks)
                .min(Integer::compare)
                .ifPresent(number -> {
                    throw new MediaException(
                            MediaException.Problem.USAGE,
                            "audio track " + number + ": video " + source + " has " + there);
                });
    }
}
