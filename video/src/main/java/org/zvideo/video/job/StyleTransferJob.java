package org.zvideo.video.job;

import java.util.List;
import java.util.Optional;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.filter.StyleMasks;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.request.StyleTransferRequest;

/**
 * Runs a request from its files to its result: a picture, or a video with the sound, times and metadata of its source and a
 * report beside it. A job that was stopped, by whatever, resumes when it is run again, and its result has the same bits.
 *
 * <p>Not thread-safe. Jobs may run at the same time in different processes, not in one: the number of LibTorch's threads is
 * one for the process.
 */
public final class StyleTransferJob {
    private final StyleTransferRequest request;
    private final InputFiles inputs;

    /** A job that overwrites none of the files it reads. */
    public StyleTransferJob(StyleTransferRequest request) {
        this(request, inputs(List.of(request)));
    }

    /**
     * One job of several.
     *
     * @param inputs files that are never overwritten: those of this request and of the others
     */
    public StyleTransferJob(StyleTransferRequest request, InputFiles inputs) {
        this.request = request;
        this.inputs = inputs;
    }

    /** The files that these requests read, for the jobs of a batch. */
    public static InputFiles inputs(List<StyleTransferRequest> requests) {
        InputFiles all = new InputFiles();
        requests.forEach(request -> RequestFiles.addTo(all, request));
        return all;
    }

    /**
     * Finds out what can be known to be wrong before the files are read, for who takes a request in long before it runs.
     *
     * @throws RuntimeException as running the job would throw
     */
    public void check() {
        RequestCheck.names(request, request.ofPicture());
        RequestCheck.values(request);
        StyleMasks.requireFit(request.masks().files().size(), request.styles().size());
    }

    /** Runs the job with a model that is loaded for it alone. */
    public Optional<ConsistencyReport> run(JobListener listener) {
        try (LoadedModel model = new LoadedModel()) {
            return run(model, listener);
        }
    }

    /**
     * Runs the job.
     *
     * @param model loaded if it is not, and kept for other jobs
     * @return what was measured of a video; empty for a picture
     * @throws RuntimeException as documented by what throws it; the files that bear the names of the outputs are as before,
     *     and frames that are done are kept in the work folder
     */
    public Optional<ConsistencyReport> run(LoadedModel model, JobListener listener) {
        boolean picture = request.ofPicture();
        RequestCheck.names(request, picture);
        RequestCheck.values(request);
        RequestFiles read = RequestFiles.of(request);
        try (OutputFiles files = new OutputFiles(inputs, listener::warning);
                StyleMasks regions = request.masks()
                        .open(request.styles().size(), request.source().reading())) {
            files.requireNoInput(JobOutputs.names(request));
            List<RgbImage> paintings = RequestFiles.paintings(request);
            if (picture) {
                new PictureRun(request, files, model, listener).run(paintings, regions);
                return Optional.empty();
            }
            return Optional.of(new VideoRun(request, read, files, model, listener).run(paintings, regions));
        }
    }
}
