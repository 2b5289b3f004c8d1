package org.zvideo.core.weights;

import java.util.List;

/** Lists in messages: how many there are, and the first of them. */
final class Named {
    private static final int MOST = 5;

    private Named() {}

    /** The first five names, in parentheses. */
    static String first(List<String> names) {
        return "(" + String.join(", ", names.subList(0, Math.min(MOST, names.size())))
                + (names.size() > MOST ? ", …" : "") + ")";
    }

    /** The same after the number of them. */
    static String of(List<String> names, String one, String several) {
        return names.size() + " " + (names.size() == 1 ? one : several) + " " + first(names);
    }
}
