package org.zvideo.video.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.zvideo.core.FrameCodec;
import org.zvideo.core.Painting;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.SourceScan;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.MeasuredStyles;
import org.zvideo.video.report.Measuring;
import org.zvideo.video.request.Effort;
import org.zvideo.video.request.Machine;
import org.zvideo.video.request.RequestJson;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.resume.StoredPaintings;
import org.zvideo.video.resume.WorkFolder;
import org.zvideo.video.stage.Observers;
import org.zvideo.video.stage.StyleMixes;

/**
 * Makes the result of a job once more with another appearance, from the frames that its work folder has kept. It needs no
 * model, except for brushwork of a size that no run of the job has had: that takes the autoencoder.
 */
public final class RestyleJob {
    private final Path folder;
    private final StyleTransferRequest request;

    /**
     * @param folder  the work folder that was kept
     * @param request the one of {@link #requestOf}, with other choices of what comes after the model
     */
    public RestyleJob(Path folder, StyleTransferRequest request) {
        this.folder = folder;
        this.request = request;
    }

    /**
     * The request of the job whose work folder was kept.
     *
     * @throws MediaException if it was not kept
     */
    public static StyleTransferRequest requestOf(Path folder) {
        return RequestJson.read(WorkFolder.requestOf(folder));
    }

    /**
     * Runs the job.
     *
     * @return what was measured
     * @throws RuntimeException as documented by what throws it; the files that bear the names of the outputs are as before
     */
    public ConsistencyReport run(JobListener listener) {
        RequestCheck.names(request, false);
        RequestCheck.values(request);
        RequestFiles read = RequestFiles.of(request);
        try (OutputFiles files = new OutputFiles(StyleTransferJob.inputs(List.of(request)), listener::warning)) {
            files.requireNoInput(JobOutputs.names(request));
            VideoTarget target = new VideoTarget(request, files, listener);
            try (WorkFolder work = WorkFolder.openKept(folder)) {
                RunIdentity identity = RunIdentity.ofKept(
                        request, read, work.job().orElseThrow(() -> new KeptFrames(folder).missing(0)));
                work.identify(identity.with(target.encoder()), JobIdentity.AFTER_MODEL);
                return target.write(work, outputs -> run(work, identity, outputs, listener));
            }
        }
    }

    private ConsistencyReport run(WorkFolder work, RunIdentity identity, JobOutputs outputs, JobListener listener) {
        List<RgbImage> pictures = RequestFiles.paintings(request);
        SourceScan scan = SourceScan.of(
                request.source().file(),
                request.source().clip(),
                request.source().reading(),
                request.target().name(),
                listener::checkpoint);
        MediaInfo info = request.filters().reshaped(scan.info());
        WorkProgress progress = listener.starts(Work.FRAME);
        StyleMixes mixes = request.schedule().mixes(info.start(), pictures.size());
        StyleTransferChain chain = new StyleTransferChain(
                new KeptFrames(folder),
                new Appearance(
                        request.method().appearance(),
                        new FrameCodec(
                                request.method().strength(), request.method().contentColors()),
                        scale -> paintings(pictures, scale, work.paintings(), listener),
                        FilmPalette.NONE,
                        mixes),
                Steadying.of(request.method().ties()),
                new StyleTransferChain.Frames(every(), request.openCuts(), info.start(), mixes),
                work,
                Observers.NONE);
        Measuring measuring = Measuring.DEFAULT.withStyles(new MeasuredStyles(pictures, mixes::atSeconds));
        return new Rendering(request, scan, every(), measuring, List.of(), listener)
                .run(chain, identity, outputs, work, progress);
    }

    private int every() {
        Effort.Chosen chosen = (Effort.Chosen) request.effort(); // nothing is open in a kept request
        return chosen.every().orElse(chosen.preset().every());
    }

    private List<Painting> paintings(
            List<RgbImage> pictures, double scale, StoredPaintings kept, JobListener listener) {
        List<Painting> paintings = new ArrayList<>();
        try (LoadedModel model = new LoadedModel()) {
            for (int n = 0; n < pictures.size(); n++) {
                RgbImage picture = pictures.get(n);
                paintings.add(kept.get(n, scale, () -> opened(model, listener).painting(picture, scale)));
            }
        }
        return paintings;
    }

    private StyleTransfer opened(LoadedModel model, JobListener listener) {
        Machine machine = request.machine();
        return model.with(machine, machine.placement(), EffortChoice.first(request, listener::warning), listener);
    }
}
