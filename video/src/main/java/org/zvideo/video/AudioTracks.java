package org.zvideo.video;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;

/**
 * The audio tracks of a source that are kept.
 *
 * @param chosen their numbers, counted from 0 among the audio streams; empty for all
 */
public record AudioTracks(Optional<Set<Integer>> chosen) {
    /** Every track. */
    public static final AudioTracks ALL = new AudioTracks(Optional.empty());
    /** No track: a silent result. */
    public static final AudioTracks NONE = new AudioTracks(Optional.of(Set.of()));

    public AudioTracks {
        chosen = chosen.map(Set::copyOf);
        if (chosen.stream().flatMap(Set::stream).anyMatch(number -> number < 0)) {
            throw new IllegalArgumentException("audio tracks " + chosen.get() + ": they are counted from 0");
        }
    }

    /** Only these tracks. */
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

    /** Fails if a chosen track does not exist. */
    void require(String source, int tracks) {
        String there = tracks == 0
                ? "no audio"
                : tracks == 1 ? "one audio track, 0" : tracks + " audio tracks, 0 to " + (tracks - 1);
        chosen.stream()
                .flatMap(Set::stream)
                .filter(number -> number >= tracks)
                .min(Integer::compare)
                .ifPresent(number -> {
                    throw new MediaException(
                            ErrorKind.USAGE, "audio track " + number + ": video " + source + " has " + there);
                });
    }
}
