package org.zvideo.video.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.zvideo.core.bench.ResidentMemory;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.torch.KernelPlan;
import org.zvideo.video.Clip;
import org.zvideo.video.VideoCodec;
import org.zvideo.video.file.TemporaryFolder;
import org.zvideo.video.job.JobListener;
import org.zvideo.video.job.LoadedModel;
import org.zvideo.video.job.StyleTransferJob;
import org.zvideo.video.request.Source;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.request.Target;

/**
 * Times whole jobs in turns: reading, model, stages, measures, report and lossless encoding.
 *
 * @param jobs  what is compared; the targets are replaced by temporary files
 * @param turns how often each runs
 */
public record JobBenchmark(List<StyleTransferRequest> jobs, int turns) {
    public JobBenchmark {
        jobs = List.copyOf(jobs);
    }

    /**
     * What one of the jobs took.
     *
     * @param seconds    of the whole job, the median over the turns
     * @param peakMemory most resident memory in bytes in the first turn, before jobs that need more have run; 0 where it is not
     *                   known
     */
    public record Took(double seconds, long peakMemory) {}

    /**
     * What all took, in their order.
     *
     * @param likeness of the result of the last job to that of the first
     */
    public record Result(List<Took> jobs, Likeness likeness) {}

    /**
     * The same job in the form that others are held against: everything that is faster and could change a bit is off. Whoever
     * adds such a thing turns it off here.
     */
    public static StyleTransferRequest reference(StyleTransferRequest job) {
        return job.withMachine(job.machine().withKernels(KernelPlan.DEFAULT))
                .withMethod(job.method().withExactInversion());
    }

    /**
     * Runs all jobs in turns, after two frames of the first one, for which Java loads its classes.
     *
     * @param checkpoint called often; an exception thrown there ends it
     */
    public Result run(Runnable checkpoint) {
        JobListener listener = new JobListener() {
            @Override
            public void checkpoint() {
                checkpoint.run();
            }
        };
        double[][] seconds = new double[jobs.size()][turns];
        long[] memory = new long[jobs.size()];
        try (TemporaryFolder temporary = TemporaryFolder.create("bench");
                LoadedModel model = new LoadedModel()) {
            Path folder = temporary.path();
            StyleTransferRequest first = jobs.get(0);
            run(first.withSource(twoFrames(first.source())), folder.resolve("first.mkv"), model, listener);
            for (int turn = 0; turn < turns; turn++) {
                for (int n = 0; n < jobs.size(); n++) {
                    ResidentMemory.reset();
                    long start = System.nanoTime();
                    run(jobs.get(n), result(folder, turn, n), model, listener);
                    seconds[n][turn] = (System.nanoTime() - start) / 1e9;
                    memory[n] = turn == 0 ? ResidentMemory.peak() : memory[n];
                }
            }
            return new Result(
                    took(seconds, memory), Likeness.of(result(folder, 0, 0), result(folder, 0, jobs.size() - 1)));
        } catch (IOException e) {
            throw new UncheckedIOException("temporary folder of the benchmark: " + FileReason.of(e), e);
        }
    }

    private static Source twoFrames(Source all) {
        return new Source(all.file(), Clip.of(all.clip().fromSeconds(), 2L), all.reading());
    }

    private static void run(StyleTransferRequest job, Path result, LoadedModel model, JobListener listener) {
        new StyleTransferJob(job.withTarget(Target.of(result).withCodec(VideoCodec.FFV1))).run(model, listener);
    }

    private List<Took> took(double[][] seconds, long[] memory) {
        List<Took> took = new ArrayList<>();
        for (int n = 0; n < memory.length; n++) {
            Arrays.sort(seconds[n]);
            took.add(new Took(seconds[n][turns / 2], memory[n]));
        }
        return took;
    }

    private static Path result(Path folder, int turn, int job) {
        return folder.resolve("turn" + turn + "-job" + job + ".mkv");
    }
}
