package org.zvideo.video.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.FramePipeline;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.filter.SteadyFilter;
import org.zvideo.video.report.Comparison;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.MeasuredFlow;
import org.zvideo.video.report.Measuring;
import org.zvideo.video.request.FlowRequest;
import org.zvideo.video.request.Target;
import org.zvideo.video.shot.CutSpec;

/**
 * Steadies a video that some program made of a source. It needs no model. Sound, times and metadata are those of the video that
 * was made; a report beside the result compares it with the source and with the video that was made.
 *
 * @param source    of which the video was made; its frames belong to those that are shown at the same time
 * @param made      the video
 * @param reading   what is accepted of both
 * @param cuts      where shots of the source begin
 * @param carry     how tone is carried from frame to frame
 * @param longRange whether frames of ten frames ago are carried as well
 * @param target    the result
 * @param styles    with which the report compares; empty for none
 */
public record SteadyJob(
        Path source,
        Path made,
        ReadOptions reading,
        CutSpec cuts,
        FlowRequest carry,
        boolean longRange,
        Target target,
        List<RgbImage> styles) {
    /**
     * Runs the job.
     *
     * @param read files that are never overwritten
     * @return what was measured of the result
     * @throws MediaException if a file cannot be read or written; then no output appears
     */
    public ConsistencyReport run(InputFiles read, JobListener listener) {
        Path output = target.file();
        FramePipeline.requireWritable(output);
        try (OutputFiles files = new OutputFiles(read, listener::warning)) {
            files.requireNoInput(JobOutputs.names(output, true));
            boolean replaces = OverwriteCheck.mayReplace(JobOutputs.names(output, true), target.overwrite(), listener);
            Predicate<Path> replaceable = name -> replaces;
            try (JobOutputs outputs = JobOutputs.claim(files, output, true, replaceable)) {
                FramePipeline.Result written = steady(outputs, listener);
                written.droppedStreams().forEach(stream -> listener.warning(stream + " is not in the output"));
                written.changedStreams().forEach(listener::warning);
                ConsistencyReport measured = measure(outputs, listener);
                outputs.commit();
                listener.wrote(output);
                listener.measured(measured);
                outputs.report().page().ifPresent(listener::reported);
                return measured;
            }
        }
    }

    private FramePipeline.Result steady(JobOutputs outputs, JobListener listener) {
        SteadyFilter filter = new SteadyFilter(source, reading, cuts.open(), carry.transport(), longRange);
        try (WorkProgress progress = listener.starts(Work.FRAME)) {
            return new FramePipeline(List.of(filter))
                    .run(
                            made,
                            Clip.WHOLE,
                            reading,
                            outputs.video().part(),
                            target.name(),
                            target.encoder(),
                            new FrameCount(progress, listener));
        } finally {
            filter.release();
        }
    }

    private ConsistencyReport measure(JobOutputs outputs, JobListener listener) {
        try (WorkProgress progress = listener.starts(Work.COMPARISON)) {
            Measuring by = Measuring.DEFAULT
                    .along(target.measuredFlow().orElse(MeasuredFlow.DEFAULT))
                    .withStyles(styles);
            return new Comparison(source, outputs.video().part(), Optional.of(made), reading, by)
                    .run(cuts.open(), outputs.report(), new FrameCount(progress, listener), target.file());
        }
    }
}
