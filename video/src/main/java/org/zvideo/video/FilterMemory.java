package org.zvideo.video;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What makes the results of FFmpeg filters depend on other frames: filters that remember frames or count them, and expressions
 * that do. Times in expressions depend on the frame alone, since frames keep their timestamps.
 */
final class FilterMemory {
    /** By their documentation, with whatever options: some of them only with some. The vignette dithers with random numbers. */
    static final Set<String> REMEMBER =
            Set.of("atadenoise", "fade", "fftdnoiz", "lagfun", "noise", "normalize", "tmix", "vignette");

    /** The number of the frame, a number that differs from call to call, or one that was stored in an earlier call. */
    private static final Pattern COUNTS = Pattern.compile("(?<![\\w.])(?:[nN](?![\\w=])|(?:random|randomi|st)\\s*\\()");

    private FilterMemory() {}

    /** The first filter or expression of that kind. */
    static Optional<String> of(String graph, List<String> filters) {
        Optional<String> filter = filters.stream().filter(REMEMBER::contains).findFirst();
        if (filter.isPresent()) {
            return filter.map(name -> "the filter " + name + " depends on the frames before");
        }
        Matcher found = COUNTS.matcher(graph);
        return found.find() ? Optional.of("its expression " + found.group() + " counts frames") : Optional.empty();
    }
}
