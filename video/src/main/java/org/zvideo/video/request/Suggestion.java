package org.zvideo.video.request;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known name that an unknown one was probably meant to be. */
public final class Suggestion {
    private Suggestion() {}

    /** Empty if none is like it: more than a third of the letters, and more than two, would have to change. */
    public static Optional<String> of(String unknown, Collection<String> known) {
        int most = Math.max(2, unknown.length() / 3);
        return known.stream()
                .filter(name -> distance(unknown, name) <= most)
                .min(Comparator.comparingInt((String name) -> distance(unknown, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** What to add to a message. */
    public static String hint(String unknown, Collection<String> known) {
        return of(unknown, known).map(name -> "; did you mean " + name + "?").orElse("");
    }

    /** Levenshtein's: letters to insert, delete or replace. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
