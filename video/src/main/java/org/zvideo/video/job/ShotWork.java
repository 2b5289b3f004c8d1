package org.zvideo.video.job;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.javacv.Frame;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.FramePipeline;
import org.zvideo.video.VideoReader;
import org.zvideo.video.farm.JobFolder;
import org.zvideo.video.farm.ShotAttempt;
import org.zvideo.video.farm.ShotList;
import org.zvideo.video.farm.ShotOutcome;
import org.zvideo.video.filter.StageFilter;
import org.zvideo.video.filter.StyleMasks;
import org.zvideo.video.palette.Palette;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.report.FrameMeter;
import org.zvideo.video.report.MeasuredFlow;
import org.zvideo.video.report.MeasuredFrame;
import org.zvideo.video.report.Measuring;
import org.zvideo.video.report.WorstPairs;
import org.zvideo.video.request.ResolvedRequest;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.resume.WorkFolder;
import org.zvideo.video.stage.StyleMixes;
import org.zvideo.video.stage.StyledFrame;

/**
 * A shot of a planned job under way.
 *
 * @param request of the job, with nothing left open
 * @param number  of the shot
 */
record ShotWork(ShotList list, JobFolder folder, StyleTransferRequest request, int number, JobListener listener) {
    /**
     * Stylizes it.
     *
     * @param work   keeps what is done
     * @param reader gives the frames of the shot and no others
     * @param read   the files of the request
     * @param made   told the palette that the shot makes for the film
     */
    ShotOutcome.Done run(
            WorkFolder work,
            StyleMasks regions,
            VideoReader reader,
            RequestFiles read,
            LoadedModel model,
            Consumer<Palette> made) {
        List<RgbImage> paintings = RequestFiles.paintings(request);
        Resolution resolution =
                Resolution.ofPlanned(list, request, model, paintings, reader.info(), work.path(), listener);
        ResolvedRequest resolved = resolution.request();
        work.identify(
                new PlannedIdentity(list, folder).required(resolved, read, model.files(RunIdentity.hashes(request))),
                JobIdentity.AFTER_MODEL);
        if (work.done() > 0) {
            listener.note("shot " + number + ": going on after " + work.done() + " frames that are done");
        }
        StyleMixes mixes =
                request.schedule().mixes(reader.info().start(), request.styles().size());
        ModelRun run = new ModelRun(
                request,
                resolution.transfer(),
                resolved.schedule(),
                model.styles(resolution.transfer(), paintings, request.lambdas(), listener),
                regions,
                mixes,
                work);
        WorkProgress progress = listener.starts(Work.FRAME);
        try (progress) {
            progress.expect(list.shots().get(number).frames());
            progress.every(resolved.every());
            long first = list.shots().get(number).first();
            StyleTransferChain chain = run.chain(
                    new StyleTransferChain.Frames(
                            resolved.every(), (index, time, frame, next) -> index == first, 0, mixes),
                    frame -> listener.observer(progress),
                    new FilmPalette(list.palette().flatMap(palette -> palette.of(number)), made));
            return request.target()
                    .measuredFlow()
                    .map(flow -> run.measuring(measuring -> measured(reader, chain, measuring, flow, progress)))
                    .orElseGet(() -> stylized(reader, chain, Optional.empty(), new WorstPairs(), progress));
        } catch (RuntimeException | Error e) {
            if (work.done() > 0) {
                listener.interrupted(work.done());
            }
            throw e;
        }
    }

    private ShotOutcome.Done measured(
            VideoReader reader,
            StyleTransferChain chain,
            Measuring measuring,
            MeasuredFlow flow,
            WorkProgress progress) {
        WorstPairs worst = new WorstPairs();
        try (FrameMeter meter = FrameMeter.ofShot(
                worst,
                measuring.along(flow).sharing(chain.motions()),
                list.shots().get(number).first())) {
            return stylized(reader, chain, Optional.of(meter), worst, progress);
        }
    }

    private ShotOutcome.Done stylized(
            VideoReader reader,
            StyleTransferChain chain,
            Optional<FrameMeter> meter,
            WorstPairs worst,
            WorkProgress progress) {
        StageFilter stages =
                new StageFilter(chain.stages(), list.shots().get(number).first());
        VideoJob.Filters filters = VideoJob.Filters.of(request.filters(), stages);
        Deliveries deliveries = new Deliveries();
        stages.onResult(deliveries::add);
        ShotAttempt attempt = folder.attempt(number);
        try {
            new FramePipeline(filters.before(), filters.ofResults()).run(reader, new FramePipeline.Listener() {
                @Override
                public void frame(Frame source, Frame stylized, double time, double seconds) {
                    StyledFrame frame =
                            deliveries.take(source, stylized, filters.after().isEmpty());
                    MeasuredFrame measured =
                            meter.map(by -> measured(by, frame, time)).orElse(null);
                    attempt.add(frame.source().number(), frame.image(), seconds, frame.measures(), measured);
                    progress.unitDone();
                }

                @Override
                public void checkpoint() {
                    listener.checkpoint();
                }
            });
            deliveries.requireNoneLeft();
            return attempt.commit(list, number, chain.resumedFrames(), worst);
        } finally {
            filters.all().forEach(Rendering::release);
        }
    }

    private static MeasuredFrame measured(FrameMeter meter, StyledFrame frame, double time) {
        RgbImage result = frame.image();
        return meter.measured(
                StillImage.resized(frame.source().image(), result.width(), result.height()), result, time);
    }
}
