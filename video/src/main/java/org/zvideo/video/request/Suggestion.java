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
                        .thenComparingInt(
                                name -> Math.abs(name.length() - unknown.length())) // letters change places more often
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** What to add to a message. */
    public static String hint(String unknown, Collection<String> known) {
        return of(unknown, known).map(name -> "; did you mean " + name + "?").orElse("");
    }

    /** Letters to insert, delete or replace, and neighbors to exchange, which is the commonest slip. */
    private static int distance(String a, String b) {
        int[][] table = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                table[i][j] = i == 0 || j == 0 ? i + j : least(table, i, j, a, b);
            }
        }
        return table[a.length()][b.length()];
    }

    private static int least(int[][] table, int i, int j, String a, String b) {
        int replaced = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, 1 + Math.min(table[i][j - 1], table[i - 1][j]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, 1 + table[i - 2][j - 2]) : least;
    }
}
