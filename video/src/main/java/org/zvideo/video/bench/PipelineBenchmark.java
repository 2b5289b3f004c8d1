package org.zvideo.video.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameFilter;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.EncoderSettings;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.SourceScan;
import org.zvideo.video.TimedFrames;
import org.zvideo.video.VideoCodec;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.file.TemporaryFolder;
import org.zvideo.video.filter.StageFilter;
import org.zvideo.video.job.JobOutputs;
import org.zvideo.video.job.VideoJob;

/**
 * Compares a complete job (decode, filter, encode, measure, check) with its filter alone on frames in memory.
 *
 * @param filter creates the filter; each run has its own
 */
public record PipelineBenchmark(Path input, Clip clip, Supplier<StageFilter> filter) {
    /**
     * The seconds that each took: medians over alternating runs.
     *
     * @param frames number of frames
     */
    public record Result(long frames, double alone, double job) {
        /** The throughput of the job as a share of what the filter reaches alone. */
        public double share() {
            return alone / job;
        }
    }

    /**
     * Runs the benchmark.
     *
     * @param repeats number of runs of each
     */
    public Result run(int repeats) {
        List<RgbImage> frames = TimedFrames.images(input, clip, ReadOptions.DEFAULT, Optional.empty());
        double[] alone = new double[repeats];
        double[] job = new double[repeats];
        for (int n = 0; n < repeats; n++) {
            alone[n] = alone(frames);
            job[n] = job();
        }
        Arrays.sort(alone);
        Arrays.sort(job);
        return new Result(frames.size(), alone[repeats / 2], job[repeats / 2]);
    }

    private double alone(List<RgbImage> frames) {
        StageFilter own = filter.get();
        long begin = System.nanoTime();
        try {
            own.start();
            for (int n = 0; n < frames.size(); n++) {
                try (Frame frame = RgbFrames.toFrame(frames.get(n), n)) {
                    own.push(frame);
                }
                drain(own);
            }
            own.push(null);
            drain(own);
            own.release();
        } catch (FrameFilter.Exception e) {
            throw new MediaException(ErrorKind.IO, "filtering: " + e.getMessage(), e);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void drain(FrameFilter filter) throws FrameFilter.Exception {
        for (Frame result = filter.pull(); result != null; result = filter.pull()) {
            result.close();
        }
    }

    private double job() {
        try (TemporaryFolder folder = TemporaryFolder.create("bench")) {
            Path output = folder.path().resolve("out.mp4");
            StageFilter own = filter.get();
            long begin = System.nanoTime();
            try (OutputFiles files = new OutputFiles(InputFiles.of(input), warning -> {});
                    JobOutputs outputs = JobOutputs.claim(files, output, true, name -> false)) {
                new VideoJob(
                                input,
                                clip,
                                ReadOptions.DEFAULT,
                                output,
                                new EncoderSettings(VideoCodec.H264, VideoCodec.H264.defaultQuality()))
                        .run(
                                SourceScan.of(
                                        input,
                                        clip,
                                        ReadOptions.DEFAULT,
                                        output.getFileName().toString(),
                                        () -> {}),
                                new VideoJob.Filters(own),
                                VideoJob.Notes.NONE,
                                outputs,
                                Optional.empty(),
                                new VideoJob.Listener() {});
                own.release();
                return (System.nanoTime() - begin) / 1e9;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("temporary folder of the benchmark: " + FileReason.of(e), e);
        }
    }
}
