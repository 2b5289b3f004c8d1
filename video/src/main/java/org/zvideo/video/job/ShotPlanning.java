package org.zvideo.video.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.file.ReadFile;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.CpuLevel;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.SourceScan;
import org.zvideo.video.farm.JobFolder;
import org.zvideo.video.farm.ShotList;
import org.zvideo.video.farm.ShotSpan;
import org.zvideo.video.file.OutputFile;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.filter.StyleMasks;
import org.zvideo.video.job.RequestFiles.Purpose;
import org.zvideo.video.request.RequestJson;
import org.zvideo.video.request.StyleTransferRequest;

/**
 * Plans a job whose shots are stylized apart, on this machine or on others ({@link ShotRun}), and joined ({@link ShotJoin}).
 * Everything that a run would decide is decided here: the preset, kernels, threads, cuts. The file that is joined has the bits of
 * a run of {@link StyleTransferJob} on this machine.
 */
public final class ShotPlanning {
    private final StyleTransferRequest request;
    private final JobFolder folder;

    /** @param folder where the job is written */
    public ShotPlanning(StyleTransferRequest request, JobFolder folder) {
        this.request = request;
        this.folder = folder;
    }

    /**
     * Plans the job and writes it. A job of that name that would be the same is left as it is, with its results.
     *
     * @param groups number of units at most
     * @throws RuntimeException as {@link StyleTransferJob#run} would throw it, and if the request cannot be split
     */
    public ShotList run(int groups, JobListener listener) {
        RequestCheck.names(request, request.ofPicture());
        RequestCheck.values(request);
        SplitCheck.require(request);
        RequestFiles read = RequestFiles.of(request);
        try (OutputFiles files = new OutputFiles(StyleTransferJob.inputs(List.of(request)), listener::warning);
                StyleMasks regions = request.masks()
                        .open(request.styles().size(), request.source().reading());
                LoadedModel model = new LoadedModel()) {
            files.requireNoInput(JobOutputs.names(request));
            files.requireNoInput(List.of(folder.file()));
            folder.makeOwn();
            OutputFiles.requirePlace(folder.file());
            new VideoTarget(request, files, listener);
            StyleTransferOptions options = EffortChoice.first(request, listener::warning);
            List<RgbImage> paintings = RequestFiles.paintings(request);
            SourceScan scan = SourceLook.of(request, regions, listener);
            ShotPlanning timed = new ShotPlanning(StyleTimes.of(request, scan, listener), folder);
            ShotList planned = timed.list(read, options, model, paintings, scan, groups, listener);
            return written(planned, files, model, listener);
        }
    }

    private ShotList list(
            RequestFiles read,
            StyleTransferOptions options,
            LoadedModel model,
            List<RgbImage> paintings,
            SourceScan scan,
            int groups,
            JobListener listener) {
        MediaInfo info = request.filters().reshaped(scan.info());
        Resolution resolution =
                Resolution.of(request, options, model, paintings, info, Optional.empty(), folder.base(), listener);
        RunIdentity identity = RunIdentity.of(resolution.request(), read, model.files(RunIdentity.hashes(request)));
        List<ShotSpan> shots = ShotScan.of(request, listener::checkpoint);
        return ShotList.of(
                JobJson.parsed(RequestJson.write(resolution.request().closed(), folder.base())),
                JobJson.tree(identity.with(request.target().encoder())),
                report(identity, resolution),
                CpuLevel.here(),
                read.of(Purpose.INPUT).stream().mapToLong(ReadFile::size).sum(),
                scan.end(),
                shots,
                groups);
    }

    private JsonNode report(RunIdentity identity, Resolution resolution) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("input", request.source().file().toString());
        told.put("output", request.target().file().toString());
        told.put("settings", identity.settings());
        told.put("origin", identity.origin());
        told.put("remarks", ModelRun.remarks(resolution.transfer()));
        return JobJson.tree(told);
    }

    private ShotList written(ShotList planned, OutputFiles files, LoadedModel model, JobListener listener) {
        Path file = folder.file();
        Optional<ShotList> before = before();
        if (before.isPresent() && JobFolder.id(before.get()).equals(JobFolder.id(planned))) {
            listener.note("job " + file + ": is planned already");
            return before.get();
        }
        boolean overwrite =
                OverwriteCheck.mayReplace(List.of(file), request.target().overwrite(), listener);
        try (OutputFile output = files.claim(file, overwrite)) {
            before.ifPresent(folder::deleteResults);
            folder.make();
            ShotList whole = new FilmPaletteSearch(planned, folder, model).run(listener);
            output.write(JobFolder.content(whole));
            output.commit();
            return whole;
        }
    }

    /** The job that has the name already, if it can be read. */
    private Optional<ShotList> before() {
        try {
            return OutputFiles.isTaken(folder.file()) ? Optional.of(folder.read()) : Optional.empty();
        } catch (RuntimeException e) {
            return Optional.empty(); // whatever it is, it is replaced only if its owner says so
        }
    }
}
