package org.zvideo.video.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacv.FrameFilter;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.SourceScan;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.filter.StageFilter;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.FrameStatistics;
import org.zvideo.video.report.Measuring;
import org.zvideo.video.report.WindowBorders;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.resume.WorkFolder;

/**
 * Takes a video through the stages of a style transfer into its result and its report.
 *
 * @param scan      what the source was found to hold
 * @param every     K: the model works on every K-th frame of a shot
 * @param measuring what is measured, apart from the flow
 * @param remarks   what the report notes of the model
 */
record Rendering(
        StyleTransferRequest request,
        SourceScan scan,
        int every,
        Measuring measuring,
        List<String> remarks,
        JobListener listener) {
    /**
     * Makes result and report and commits them. Of the work folder nothing is in use then.
     *
     * @param progress closed at the end
     */
    ConsistencyReport run(
            StyleTransferChain chain,
            RunIdentity identity,
            JobOutputs outputs,
            WorkFolder work,
            WorkProgress progress) {
        VideoJob job = VideoJob.of(request);
        progress.every(every);
        Optional<WindowBorders> borders = MotionWindows.borders(request, every);
        VideoJob.Filters filters = VideoJob.Filters.of(request.filters(), new StageFilter(chain.stages()));
        VideoJob.Result result;
        try {
            result = job.run(
                    scan,
                    filters,
                    new VideoJob.Notes(
                            identity.settings(),
                            () -> findings(chain, identity, borders),
                            remarks,
                            request.target()
                                    .measuredFlow()
                                    .map(flow -> measuring.along(flow).sharing(chain.motions()))),
                    outputs,
                    Optional.of(work),
                    listener(progress, borders, listener));
        } catch (RuntimeException | Error e) {
            progress.close();
            if (work.done() > 0) {
                listener.interrupted(work.done());
            }
            filters.all().forEach(filter -> releaseAfter(e, filter));
            throw e;
        }
        progress.close();
        filters.all().forEach(Rendering::release);
        return told(job, result, listener);
    }

    /** Says what became of a job, and returns what was measured. */
    static ConsistencyReport told(VideoJob job, VideoJob.Result result, JobListener listener) {
        result.pipeline().droppedStreams().forEach(stream -> listener.warning(stream + " is not in the output"));
        result.pipeline().changedStreams().forEach(listener::warning);
        result.consistency().warning().ifPresent(soft -> listener.warning(job.output() + ": " + soft));
        listener.wrote(job.output());
        listener.measured(result.consistency());
        result.page().ifPresent(listener::reported);
        return result.consistency();
    }

    private static Map<String, Object> findings(
            StyleTransferChain chain, RunIdentity identity, Optional<WindowBorders> borders) {
        Map<String, Object> findings = new LinkedHashMap<>();
        findings.put("resumedFrames", chain.resumedFrames());
        findings.put("origin", identity.origin());
        borders.ifPresent(measured -> findings.put("windowBorders", measured.values()));
        return findings;
    }

    /** Tells a progress and the owner of a job how far its video is, and measures where windows begin. */
    static VideoJob.Listener listener(WorkProgress progress, Optional<WindowBorders> borders, JobListener listener) {
        return new VideoJob.Listener() {
            @Override
            public void opened(MediaInfo info) {
                progress.expect(info.frames());
            }

            @Override
            public void frame(FrameStatistics statistics) {
                progress.unitDone();
                borders.ifPresent(measured -> measured.add(statistics));
                listener.frame(statistics);
            }

            @Override
            public void shown(long number, RgbImage result) {
                listener.shown(number, result);
            }

            @Override
            public void checkpoint() {
                listener.checkpoint();
            }
        };
    }

    /** What went wrong first is what is reported. */
    private static void releaseAfter(Throwable failure, FrameFilter filter) {
        try {
            release(filter);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    static void release(FrameFilter filter) {
        try {
            filter.release();
        } catch (FrameFilter.Exception e) {
            throw new MediaException(ErrorKind.IO, "ending the filter: " + e.getMessage(), e);
        }
    }
}
