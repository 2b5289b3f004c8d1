package org.zvideo.video.job;

import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacv.FrameFilter;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.SourceScan;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.filter.StageFilter;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.FrameStatistics;
import org.zvideo.video.report.Measuring;
import org.zvideo.video.request.Source;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.resume.WorkFolder;

/**
 * Takes a video through the stages of a style transfer into its result and its report.
 *
 * @param scan      what the source was found to hold
 * @param measuring what is measured, apart from the flow
 */
record Rendering(StyleTransferRequest request, SourceScan scan, Measuring measuring, JobListener listener) {
    /**
     * Makes result and report and commits them. The work folder goes then, unless it is kept.
     *
     * @param progress closed at the end
     */
    ConsistencyReport run(
            StyleTransferChain chain,
            RunIdentity identity,
            JobOutputs outputs,
            WorkFolder work,
            WorkProgress progress) {
        Source source = request.source();
        VideoJob job = new VideoJob(
                source.file(),
                source.clip(),
                source.reading(),
                request.target().file(),
                request.target().encoder());
        VideoJob.Filters filters = VideoJob.Filters.of(request.filters(), new StageFilter(chain.stages()));
        VideoJob.Result result;
        try {
            result = job.run(
                    scan,
                    filters,
                    new VideoJob.Notes(
                            identity.settings(),
                            () -> Map.of("resumedFrames", chain.resumedFrames(), "origin", identity.origin()),
                            request.target()
                                    .measuredFlow()
                                    .map(flow -> measuring.along(flow).sharing(chain.motions()))),
                    outputs,
                    Optional.of(work),
                    listener(progress, listener));
            end(work);
        } catch (RuntimeException | Error e) {
            if (work.done() > 0) {
                listener.interrupted(work.done());
            }
            throw e;
        } finally {
            progress.close();
            filters.all().forEach(Rendering::release);
        }
        return told(job, result, listener);
    }

    /** Says what became of a job, and returns what was measured. */
    static ConsistencyReport told(VideoJob job, VideoJob.Result result, JobListener listener) {
        result.pipeline().droppedStreams().forEach(stream -> listener.warning(stream + " is not in the output"));
        result.pipeline().changedStreams().forEach(listener::warning);
        result.consistency().warning().ifPresent(soft -> listener.warning(job.output() + ": " + soft));
        listener.wrote(job.output());
        listener.measured(result.consistency());
        return result.consistency();
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

    /** Tells a progress and the owner of a job how far its video is. */
    static VideoJob.Listener listener(WorkProgress progress, JobListener listener) {
        return new VideoJob.Listener() {
            @Override
            public void opened(MediaInfo info) {
                progress.expect(info.frames());
            }

            @Override
            public void frame(FrameStatistics statistics) {
                progress.unitDone();
                listener.frame(statistics);
            }

            @Override
            public void checkpoint() {
                listener.checkpoint();
            }
        };
    }

    static void release(FrameFilter filter) {
        try {
            filter.release();
        } catch (FrameFilter.Exception e) {
            throw new MediaException(ErrorKind.IO, "ending the filter: " + e.getMessage(), e);
        }
    }
}
