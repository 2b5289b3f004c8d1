package org.zvideo.video.job;

import java.util.OptionalDouble;

/**
 * How much of some work is done, and how long the rest takes. Several frames may be under way at once and tell their runs of the
 * U-Net in any order, so all runs are counted together. What is done never falls, and the time that is left rises only if the
 * work has become much slower. Not safe for use by several threads at once.
 */
public final class WorkMeter {
    /** Frames that may be under way at once, for the limit to which runs may be ahead of finished frames. */
    private static final int UNDER_WAY = 16;

    private static final double NANOS = 1e9;

    /** From here on more time than was told is told: work that became much slower must not stand at a second that never ends. */
    private static double muchMore(double seconds) {
        return 1.5 * seconds + 5;
    }

    private long total;
    private int interval = 1;
    private long units;
    private long runs;
    private double done;
    private boolean started;
    private long startNanos;
    private double doneBefore;
    private long unitsBefore;
    private double toldLeft = Double.POSITIVE_INFINITY;

    /** @param count units that there will be, with those that are done already; 0 if nobody knows */
    public void expect(long count) {
        total = count;
    }

    /** @param units K: one unit of K passes the U-Net; the others follow from it */
    public void interval(int units) {
        interval = units;
    }

    /**
     * A unit has made one of its runs of the U-Net.
     *
     * @param ofUnit number of runs that each unit makes
     * @param nanos  now, as {@link System#nanoTime} counts
     */
    public void run(int ofUnit, long nanos) {
        if (!started) {
            started = true;
            startNanos = nanos;
            unitsBefore = units;
            doneBefore = units + interval / (double) ofUnit; // nobody knows when the first run began
            done = units;
        }
        runs++;
        double byRuns = unitsBefore + interval * (double) runs / ofUnit;
        reach(Math.min(byRuns, units + (double) UNDER_WAY * interval));
    }

    /** A unit is done. */
    public void unitDone() {
        units++;
        reach(units);
    }

    private void reach(double reached) {
        done = Math.max(done, total > 0 ? Math.min(reached, total) : reached);
    }

    /** Number of units that are done. */
    public long units() {
        return units;
    }

    /** Number of units that there will be; 0 if nobody knows. */
    public long total() {
        return total;
    }

    /** The share of the work that is done, from 0 to 1; absent if nobody knows how much there is. */
    public OptionalDouble share() {
        return total > 0 ? OptionalDouble.of(done / total) : OptionalDouble.empty();
    }

    /** Number of the unit at hand, from 1, as far as the share that is done tells. */
    public long current() {
        long at = (long) done + 1;
        return total > 0 ? Math.min(at, total) : at;
    }

    /** Seconds that a unit takes on the average; absent until one's worth of runs was made by this run of the program. */
    public OptionalDouble secondsPerUnit(long nanos) {
        return started && done >= doneBefore + interval
                ? OptionalDouble.of(seconds(nanos) / (done - doneBefore))
                : OptionalDouble.empty();
    }

    /** Seconds that are left; absent where {@link #secondsPerUnit} or the number of units is. */
    public OptionalDouble secondsLeft(long nanos) {
        OptionalDouble each = secondsPerUnit(nanos);
        if (each.isEmpty() || total == 0) {
            return OptionalDouble.empty();
        }
        double fresh = each.getAsDouble() * (total - done);
        toldLeft = fresh > muchMore(toldLeft) ? fresh : Math.min(toldLeft, fresh);
        return OptionalDouble.of(toldLeft);
    }

    private double seconds(long nanos) {
        return (nanos - startNanos) / NANOS;
    }
}
