package org.zvideo.video.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.zvideo.video.EncoderSettings;
import org.zvideo.video.FramePipeline;
import org.zvideo.video.file.OutputFile;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.resume.WorkFolder;

/**
 * The files that a video's request writes. Their names are claimed before the work, and the files appear under them when it is
 * done.
 */
final class VideoTarget {
    private final StyleTransferRequest request;
    private final OutputFiles files;
    private final JobListener listener;
    private final Path file;
    private final Optional<ComparisonVideo> comparison;

    /** @throws org.zvideo.video.error.MediaException if nothing can be written to such files */
    VideoTarget(StyleTransferRequest request, OutputFiles files, JobListener listener) {
        this.request = request;
        this.files = files;
        this.listener = listener;
        this.file = request.target().file();
        FramePipeline.requireWritable(file);
        comparison = request.target()
                .comparison()
                .map(layout -> new ComparisonVideo(request.source(), request.filters(), file, layout));
        comparison.ifPresent(ComparisonVideo::check);
    }

    /** How the result is encoded. */
    EncoderSettings encoder() {
        return request.target().encoder();
    }

    /**
     * Writes them. The work folder is deleted after the result is complete, unless it is kept.
     *
     * @param make writes the result and its report, and commits them; afterwards nothing in the work folder is open
     */
    ConsistencyReport write(WorkFolder work, Function<JobOutputs, ConsistencyReport> make) {
        List<Path> names = JobOutputs.names(request).stream()
                .filter(name -> !work.published(name))
                .toList();
        boolean overwrite = OverwriteCheck.mayReplace(names, request.target().overwrite(), listener);
        files.goOnWith(work.tokens());
        work.claim(files.token()); // before there are parts: whoever finds them knows whose they are
        Predicate<Path> replaceable = name -> overwrite || work.published(name);
        try (JobOutputs outputs = JobOutputs.claim(
                        files, file, request.target().measuredFlow().isPresent(), replaceable);
                OutputFile compared =
                        comparison.isEmpty() ? null : files.claim(ComparisonVideo.named(file), overwrite)) {
            ConsistencyReport measured = make.apply(outputs);
            end(work);
            comparison.ifPresent(video -> video.write(compared, encoder(), listener));
            return measured;
        }
    }

    private void end(WorkFolder work) {
        if (work.isKept()) {
            if (work.markComplete()) {
                listener.note("kept " + work.path());
            }
        } else if (!work.delete()) {
            listener.warning(work.path() + ": stays, since it holds something that zvideo did not put there");
        }
    }
}
