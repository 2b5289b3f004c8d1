package org.zvideo.video.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Oracle: a simulated job whose end is known. */
class WorkMeterTest {
    private static final int RUNS = 12;
    private static final double STEP = 0.3e9;

    /** A job under way: frames on several threads, each at a run of its own, results in the order of the film. */
    private static final class Job {
        private final WorkMeter meter = new WorkMeter();
        private final int every;
        private final int[] runs;
        private final Random random = new Random(3);
        private int finished;
        private double now;

        Job(int units, int every) {
            this.every = every;
            this.runs = new int[(units + every - 1) / every];
            meter.expect(units);
            meter.interval(every);
        }

        /** Runs rounds of the work on a number of threads; in each a run of every frame under way, of slightly different length. */
        void work(int threads, int rounds, Runnable look) {
            for (int round = 0; round < rounds && finished < runs.length; round++) {
                now += STEP * (0.9 + 0.2 * random.nextDouble());
                for (int frame = finished; frame < Math.min(runs.length, finished + threads); frame++) {
                    if (frame > finished && runs[frame] >= runs[frame - 1] - 1) {
                        continue; // it waits for the frame before it
                    }
                    runs[frame]++;
                    meter.run(RUNS, (long) now);
                    look.run();
                }
                while (finished < runs.length && runs[finished] == RUNS) {
                    finished++;
                    for (int unit = 0; unit < every && meter.units() < meter.total(); unit++) {
                        meter.unitDone();
                        look.run();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "5,1", "1,4", "3,4"})
    void nothingRunsBackwardsAndTheEstimateIsTrue(int threads, int every) {
        Job rehearsal = new Job(60, every);
        rehearsal.work(threads, Integer.MAX_VALUE, () -> {});
        Job job = new Job(60, every);
        double[] seen = {0, Double.POSITIVE_INFINITY};
        job.work(threads, Integer.MAX_VALUE, () -> {
            double share = job.meter.share().orElseThrow();
            assertTrue(share >= seen[0], "the share fell");
            seen[0] = share;
            OptionalDouble left = job.meter.secondsLeft((long) job.now);
            if (left.isPresent()) {
                assertTrue(left.getAsDouble() <= seen[1] + 1e-9, "the time left rose from " + seen[1] + " to " + left);
                seen[1] = left.getAsDouble();
                if (share > 0.3) {
                    double truth = (rehearsal.now - job.now) / 1e9;
                    assertEquals(truth, left.getAsDouble(), 0.1 * rehearsal.now / 1e9, "at " + share);
                }
            }
        });
        assertEquals(1, job.meter.share().orElseThrow());
        assertEquals(0, job.meter.secondsLeft((long) job.now).orElseThrow());
    }

    /** Frames that an earlier run has done take no time of this one. */
    @Test
    void whatIsResumedDoesNotCountAsFast() {
        WorkMeter meter = new WorkMeter();
        meter.expect(20);
        for (int n = 0; n < 10; n++) {
            meter.unitDone();
        }
        assertEquals(0.5, meter.share().orElseThrow());
        assertTrue(meter.secondsLeft(0).isEmpty());
        for (int run = 0; run <= 2 * RUNS; run++) {
            meter.run(RUNS, (long) (run * STEP));
            if (run > 0 && run % RUNS == 0) {
                meter.unitDone();
            }
        }
        double now = 2 * RUNS * STEP;
        assertEquals(RUNS * STEP / 1e9, meter.secondsPerUnit((long) now).orElseThrow(), 0.2);
        assertEquals(8 * RUNS * STEP / 1e9, meter.secondsLeft((long) now).orElseThrow(), 1.5);
    }

    /** A machine that becomes three times slower is not shown as one that is done in a second. */
    @Test
    void whatBecomesMuchSlowerIsTold() {
        WorkMeter meter = new WorkMeter();
        meter.expect(100);
        double now = 0;
        for (int unit = 0; unit < 90; unit++) {
            for (int run = 0; run < RUNS; run++) {
                now += unit < 20 ? STEP : 3 * STEP;
                meter.run(RUNS, (long) now);
                meter.secondsLeft((long) now);
            }
            meter.unitDone();
        }
        double truth = 10 * RUNS * 3 * STEP / 1e9;
        assertTrue(meter.secondsLeft((long) now).orElseThrow() > truth / 2);
    }

    @Test
    void whatHasNoEndHasNoShare() {
        WorkMeter meter = new WorkMeter();
        meter.run(RUNS, 0);
        meter.run(RUNS, (long) STEP);
        meter.unitDone();
        assertTrue(meter.share().isEmpty());
        assertTrue(meter.secondsLeft((long) STEP).isEmpty());
    }
}
