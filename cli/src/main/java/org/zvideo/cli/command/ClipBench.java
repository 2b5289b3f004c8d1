package org.zvideo.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.zvideo.cli.terminal.Console;
import org.zvideo.video.bench.JobBenchmark;
import org.zvideo.video.request.Machine;
import org.zvideo.video.request.StyleTransferRequest;

/** {@code zvideo bench --clip} with several numbers of threads, or in turns with the reference. */
record ClipBench(Console console, StyleTransferRequest job, int repeats) {
    /** The same job on each machine: seconds, how much faster than the first, and what a thread and a frame at once cost. */
    Map<String, Object> threads(List<Machine> machines) {
        List<JobBenchmark.Took> took = new JobBenchmark(
                        machines.stream().map(job::withMachine).toList(), repeats)
                .run(console::checkpoint)
                .jobs();
        console.result(String.format(
                Locale.ROOT,
                "%8s %10s %8s %11s %9s %10s %14s",
                "threads",
                "seconds",
                "ratio",
                "efficiency",
                "at once",
                "memory",
                "a frame more"));
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int n = 0; n < took.size(); n++) {
            rows.add(row(machines.get(n), took.get(n), machines.get(0), took.get(0)));
        }
        return Map.of("version", 1, "threads", rows);
    }

    private Map<String, Object> row(
            Machine machine, JobBenchmark.Took took, Machine first, JobBenchmark.Took firstTook) {
        int threads = threads(machine);
        double ratio = firstTook.seconds() / took.seconds();
        double efficiency = ratio * threads(first) / threads;
        int more = atOnce(machine) - atOnce(first);
        long perFrame = more == 0 ? 0 : (took.peakMemory() - firstTook.peakMemory()) / more;
        console.result(String.format(
                Locale.ROOT,
                "%8d %10.2f %8.2f %11.2f %9d %10s %14s",
                threads,
                took.seconds(),
                ratio,
                efficiency,
                atOnce(machine),
                gigabytes(took.peakMemory()),
                gigabytes(perFrame)));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("threads", threads);
        row.put("seconds", took.seconds());
        row.put("ratio", ratio);
        row.put("efficiency", efficiency);
        row.put("framesAtOnce", atOnce(machine));
        row.put("peakMemory", took.peakMemory());
        row.put("memoryPerFrame", perFrame);
        return row;
    }

    /** How many frames the model works on at the same time. */
    private static int atOnce(Machine machine) {
        return machine.schedule().frames();
    }

    private static int threads(Machine machine) {
        return machine.schedule().frames() * machine.schedule().threads();
    }

    /** The job and its reference in turns: seconds a frame of each, their ratio, and how alike the results are. */
    Map<String, Object> turns() {
        JobBenchmark.Result result =
                new JobBenchmark(List.of(job, JobBenchmark.reference(job)), repeats).run(console::checkpoint);
        long frames = result.likeness().frames();
        double own = result.jobs().get(0).seconds() / frames;
        double reference = result.jobs().get(1).seconds() / frames;
        console.result(String.format(
                Locale.ROOT,
                "%.3f s a frame; its reference %.3f s, ratio %.2f; %.1f dB, SSIM %.4f",
                own,
                reference,
                reference / own,
                result.likeness().psnr(),
                result.likeness().ssim()));
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("version", 1);
        told.put("secondsPerFrame", own);
        told.put("referenceSecondsPerFrame", reference);
        told.put("ratio", reference / own);
        told.put("likeness", result.likeness());
        return told;
    }

    /** An amount of memory in words; empty if it is not known. */
    static String gigabytes(long bytes) {
        return bytes == 0 ? "" : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }
}
