package org.zvideo.video.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.video.SourceScan;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.farm.FilledWork;
import org.zvideo.video.farm.JobFolder;
import org.zvideo.video.farm.ShotList;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.Measuring;
import org.zvideo.video.report.SummedMeter;
import org.zvideo.video.report.WindowBorders;
import org.zvideo.video.request.Effort;
import org.zvideo.video.request.Overwrite;
import org.zvideo.video.request.Source;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.resume.WorkFolder;

/**
 * Makes the result of a job whose shots are done: it decodes, takes the finished frames, and encodes them with the source's sound and
 * times. What was measured where they were computed is added up for the report. It opens no model and measures nothing.
 */
public final class ShotJoin {
    private final ShotList list;
    private final JobFolder folder;
    private final boolean keep;

    /** @param keep whether the results of the shots stay */
    public ShotJoin(ShotList list, JobFolder folder, boolean keep) {
        this.list = list;
        this.folder = folder;
        this.keep = keep;
    }

    /**
     * Makes the result and its report.
     *
     * @param overwrite whether files that bear their names may be replaced
     * @throws MediaException if shots are missing or damaged: it names them and what computes them
     */
    public ConsistencyReport run(Overwrite overwrite, JobListener listener) {
        FilledWork finished = new FilledWork(folder, list);
        StyleTransferRequest planned = list.request(folder.base());
        StyleTransferRequest request = planned.withTarget(planned.target().withOverwrite(overwrite));
        RequestCheck.names(request, request.ofPicture());
        warnOfMachines(finished, listener);
        try (OutputFiles files = new OutputFiles(StyleTransferJob.inputs(List.of(request)), listener::warning)) {
            files.requireNoInput(JobOutputs.names(request));
            VideoTarget target = new VideoTarget(request, files, listener);
            ConsistencyReport measured;
            try (WorkFolder work = WorkFolder.open(request.target().file(), false)) {
                if (work.done() > 0) {
                    throw new MediaException(
                            ErrorKind.OTHER_JOB,
                            "work folder " + work.path() + ": holds a run of the same result that was interrupted",
                            Remedy.of(Remedy.Id.START_OVER));
                }
                measured = target.write(work, outputs -> joined(request, finished, work, outputs, listener));
            }
            if (!keep && !folder.deleteResults(list)) {
                listener.warning(folder.results() + ": stays, since it holds something that zvideo did not put there");
            }
            return measured;
        }
    }

    private static void warnOfMachines(FilledWork finished, JobListener listener) {
        List<String> machines = finished.machines();
        if (machines.size() > 1) {
            listener.warning("processors of " + machines.size() + " kinds have computed: " + String.join(", ", machines)
                    + "; only those of one kind are known to give the same bits");
        }
    }

    private ConsistencyReport joined(
            StyleTransferRequest request,
            FilledWork finished,
            WorkFolder work,
            JobOutputs outputs,
            JobListener listener) {
        Source source = request.source();
        SourceScan scan = SourceScan.of(
                source.file(), source.clip(), source.reading(), request.target().name(), listener::checkpoint);
        if (scan.info().frames() != list.frames()) {
            throw new MediaException(
                    ErrorKind.OTHER_JOB,
                    "video " + source.file() + ": has " + scan.info().frames() + " frames, not the " + list.frames()
                            + " that the job was planned with",
                    Remedy.of(Remedy.Id.PLAN_AGAIN));
        }
        VideoJob job = VideoJob.of(request);
        Optional<WindowBorders> borders = borders(request);
        FinishedFrames frames = new FinishedFrames(finished);
        JoinFilter filter = new JoinFilter(frames, request.filters());
        VideoJob.Result result;
        try (WorkProgress progress = listener.starts(Work.FRAME)) {
            result = job.run(
                    scan,
                    new VideoJob.Filters(List.of(), filter, List.of()),
                    new VideoJob.Notes(
                            Map.of(),
                            () -> told(borders),
                            remarks(),
                            request.target().measuredFlow().map(Measuring.DEFAULT::along)),
                    outputs,
                    Optional.of(work),
                    new SummedMeter(frames::next),
                    finished.worst(),
                    Rendering.listener(progress, borders, listener));
        } finally {
            filter.release();
        }
        return Rendering.told(job, result, listener);
    }

    /** What the report says of the request, as its owner wrote it. */
    private Map<String, Object> told(Optional<WindowBorders> borders) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("input", list.report().path("input"));
        told.put("output", list.report().path("output"));
        told.put("settings", list.report().path("settings"));
        told.put("resumedFrames", 0); // what happened to a shot on its way is told by its outcome
        told.put("origin", list.report().path("origin"));
        borders.ifPresent(measured -> told.put("windowBorders", measured.values()));
        return told;
    }

    private List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        list.report().path("remarks").forEach(remark -> remarks.add(remark.asText()));
        return remarks;
    }

    /** A planned request says how often the model works. */
    private static Optional<WindowBorders> borders(StyleTransferRequest request) {
        return request.effort() instanceof Effort.Chosen chosen
                ? MotionWindows.borders(request, EffortChoice.every(request, chosen.preset()))
                : Optional.empty();
    }
}
