package org.zvideo.video.vote;

/**
 * A share of votes with its 95 % interval by Wilson: with p = wins / n and z = 1.96,
 *
 * <pre>( p + z²/2n ± z √( p(1−p)/n + z²/4n² ) ) / ( 1 + z²/n ).</pre>
 *
 * <p>Unlike p ± z √(p(1−p)/n) it stays within 0 and 1, and says something about few votes too.
 *
 * @param value wins / n
 * @param low the interval's lower end
 * @param high the interval's upper end
 */
public record Share(double value, double low, double high) {
    /** The 97.5th percentile of the normal distribution. */
    private static final double Z = 1.959963984540054;

    /** The share of wins in n votes; n is 1 or more. */
    static Share of(int wins, int n) {
        double share = (double) wins / n;
        double scale = 1 + Z * Z / n;
        double middle = (share + Z * Z / (2 * n)) / scale;
        double half = Z / scale * Math.sqrt(share * (1 - share) / n + Z * Z / (4.0 * n * n));
        return new Share(share, Math.max(0, middle - half), Math.min(1, middle + half));
    }
}
