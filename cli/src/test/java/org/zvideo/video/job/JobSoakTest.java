package org.zvideo.video.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.cli.command.CommandLines;
import org.zvideo.core.bench.ResidentMemory;
import org.zvideo.video.VideoCodec;
import org.zvideo.video.request.Overwrite;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.request.Target;

/**
 * Row 65 for whole jobs: decoder, masks, filters, flow, model, stages, encoder, report, stop and resume. Oracle: what the
 * system counts.
 */
@Tag("nightly")
class JobSoakTest {
    private static final long MINUTES = Long.getLong("zvideo.minutes", 10);
    private static final int WARM_UP = 8;
    private static final double BYTES_PER_JOB = 50_000;
    /** Each exercises other parts; they take turns. */
    private static final List<List<String>> JOBS = List.of(
            List.of(),
            List.of("--mask", CommandLines.STYLE.toString(), "--mask-feather", "3", "--temporal", "full"),
            List.of("--every", "2", "--pre-filter", "crop=240:240", "--post-filter", "hflip"),
            List.of("--memory", "100K", "--temporal", "attention", "--palette", "0.5", "--strokes", "0.5"));

    @TempDir
    Path folder;

    private Path lossless;

    @BeforeEach
    void nameTheClip() {
        lossless = folder.resolve("lossless.mkv");
    }

    @Test
    void nothingGrowsWithTheNumberOfJobs() {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
        run(CommandLines.BUNNY, lossless, List.of("--frames", "6")); // with packets that are missed if they leak
        int jobs = 0;
        for (; jobs < WARM_UP; jobs++) {
            job(jobs);
        }
        Counts before = Counts.now();
        for (; System.nanoTime() < end || jobs < 2 * WARM_UP; jobs++) {
            job(jobs);
        }
        Counts after = Counts.now();
        long growth = after.memory - before.memory;
        System.out.printf("soak: %d jobs, %.2f MB more%n", jobs, growth / 1e6);
        assertEquals(before.files, after.files, 2, "open files");
        assertEquals(before.threads, after.threads, 2, "threads");
        assertTrue(growth < 16e6 + BYTES_PER_JOB * (jobs - WARM_UP), "growth " + growth);
    }

    /** Every third job is stopped on its way and resumed; in WebM the sound is encoded again. */
    private void job(int number) {
        Path result = folder.resolve("out." + (number % 2 == 0 ? "mkv" : "webm"));
        List<String> options = JOBS.get(number % JOBS.size());
        if (number % 3 == 2) {
            AtomicInteger left = new AtomicInteger(25);
            assertThrows(
                    CancellationException.class,
                    () -> new StyleTransferJob(request(lossless, result, options)).run(new JobListener() {
                        @Override
                        public void checkpoint() {
                            if (left.decrementAndGet() <= 0) {
                                throw new CancellationException();
                            }
                        }
                    }));
        }
        run(lossless, result, options);
    }

    private static void run(Path source, Path result, List<String> options) {
        new StyleTransferJob(request(source, result, options)).run(JobListener.SILENT);
    }

    private static StyleTransferRequest request(Path source, Path result, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of(
                source.toString(),
                "--style",
                CommandLines.STYLE.toString(),
                "--model",
                CommandLines.TINY.toString(),
                "--size",
                "64",
                "--steps",
                "2",
                "--threads",
                "1"));
        arguments.addAll(options);
        Target target = Target.of(result).withOverwrite(Overwrite.REPLACE);
        return CommandLines.request(source, arguments)
                .withTarget(result.toString().endsWith(".mkv") ? target.withCodec(VideoCodec.FFV1) : target);
    }

    /** What the system counts of this process. */
    private record Counts(long files, int threads, long memory) {
        static Counts now() {
            UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long least = Long.MAX_VALUE;
            for (int n = 0; n < 10; n++) {
                System.gc();
                ResidentMemory.reset();
                least = Math.min(
                        least, ResidentMemory.peak() - Runtime.getRuntime().totalMemory());
            }
            return new Counts(
                    system.getOpenFileDescriptorCount(),
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    least);
        }
    }
}
