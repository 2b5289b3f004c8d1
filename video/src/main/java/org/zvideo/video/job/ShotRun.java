package org.zvideo.video.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.javacv.Frame;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.file.ReadFile;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.CpuLevel;
import org.zvideo.video.FramePipeline;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.VideoReader;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.farm.JobFolder;
import org.zvideo.video.farm.ShotAttempt;
import org.zvideo.video.farm.ShotList;
import org.zvideo.video.farm.ShotOutcome;
import org.zvideo.video.farm.ShotSpan;
import org.zvideo.video.filter.StageFilter;
import org.zvideo.video.filter.StyleMasks;
import org.zvideo.video.job.RequestFiles.Purpose;
import org.zvideo.video.palette.Palette;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.report.FrameMeter;
import org.zvideo.video.report.MeasuredFlow;
import org.zvideo.video.report.MeasuredFrame;
import org.zvideo.video.report.Measuring;
import org.zvideo.video.report.WorstPairs;
import org.zvideo.video.request.ResolvedRequest;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.resume.JobDifferences;
import org.zvideo.video.resume.WorkFolder;
import org.zvideo.video.stage.Observers;
import org.zvideo.video.stage.ShotFrame;
import org.zvideo.video.stage.StyledFrame;

/**
 * Stylizes single shots of a planned job, from the decoder to the finished and measured frame, with all that was decided where
 * it was planned. A shot that was stopped resumes, and one that is done already is done.
 */
public final class ShotRun {
    private final ShotList list;
    private final JobFolder folder;

    /** @param folder where the job lies that is planned in the list */
    public ShotRun(ShotList list, JobFolder folder) {
        this.list = list;
        this.folder = folder;
    }

    /**
     * Stylizes the shots of a unit.
     *
     * @param model loaded if it is not, and kept for other shots
     * @throws MediaException as documented by what throws it; of the kind {@link ErrorKind#OTHER_JOB} if anything is not what
     *     the job was planned with
     */
    public List<ShotOutcome.Done> unit(int unit, LoadedModel model, JobListener listener) {
        if (unit < 0 || unit >= list.units().size()) {
            throw new MediaException(
                    ErrorKind.USAGE,
                    "unit " + unit + ": expected one of 0 to " + (list.units().size() - 1));
        }
        List<ShotOutcome.Done> done = new ArrayList<>();
        for (int shot : list.units().get(unit)) {
            done.add(shot(shot, model, listener));
        }
        return done;
    }

    /** Stylizes one shot. */
    public ShotOutcome.Done shot(int shot, LoadedModel model, JobListener listener) {
        return shot(shot, model, palette -> {}, listener);
    }

    /** The same, with an input that cannot be used or a job that cannot be done as a result. */
    public ShotOutcome outcome(int shot, LoadedModel model, JobListener listener) {
        try {
            return shot(shot, model, listener);
        } catch (ZvideoException e) {
            return new ShotOutcome.Failed(shot, e.kind(), e.getMessage());
        }
    }

    /** @param made told the palette that the shot makes for the film */
    ShotOutcome.Done shot(int number, LoadedModel model, Consumer<Palette> made, JobListener listener) {
        requireLevel();
        folder.make();
        StyleTransferRequest request = list.request(folder.base());
        RequestCheck.names(request, request.ofPicture());
        RequestFiles read = RequestFiles.of(request);
        requireSource(request, read);
        try (WorkFolder work = workFolder(number)) {
            Optional<ShotOutcome.Done> before = folder.sound(list, number);
            if (before.isPresent()) {
                listener.note("shot " + number + " is done already");
                work.delete();
                return before.get();
            }
            try (StyleMasks regions = request.masks()
                            .open(request.styles().size(), request.source().reading());
                    VideoReader reader = new ShotFrames(request.source(), span(number)).open(listener::checkpoint)) {
                regions.follow(reader.info(), list.end());
                ShotOutcome.Done done = new Unit(request, number, work, regions, reader, listener).run(read, model, made);
                work.delete();
                return done;
            }
        }
    }

    /** The work folder of a shot; what another job of the same name has left in it is thrown away. */
    private WorkFolder workFolder(int number) {
        WorkFolder work = WorkFolder.open(folder.shot(number), false);
        if (work.job().filter(job -> !job.path("job").asText().equals(list.id())).isEmpty()) {
            return work;
        }
        work.close();
        return WorkFolder.open(folder.shot(number), true);
    }

    private ShotSpan span(int number) {
        return list.shots().get(number);
    }

    private void requireLevel() {
        String here = CpuLevel.here();
        if (!here.equals(list.cpuLevel())) {
            throw new MediaException(
                    ErrorKind.UNAVAILABLE,
                    "this processor computes with other instructions (" + here + ") than the job was planned with ("
                            + list.cpuLevel()
                            + "), so it would give other bits; set ZVIDEO_CPU_LEVEL=avx2 on all machines and plan again, or use machines of one kind");
        }
    }

    /** Fails unless the source has the size of the one that was planned; its frames are compared when they are decoded. */
    private void requireSource(StyleTransferRequest request, RequestFiles read) {
        long bytes = read.of(Purpose.INPUT).stream().mapToLong(ReadFile::size).sum();
        if (bytes != list.sourceBytes()) {
            throw new MediaException(
                    ErrorKind.OTHER_JOB,
                    "video " + request.source().file() + ": has " + bytes + " bytes, not the " + list.sourceBytes()
                            + " that the job was planned with",
                    Remedy.of(Remedy.Id.PLAN_AGAIN));
        }
    }

    /** Fails unless a resolved request is the one that was planned; the source itself is known by its frames. */
    private JsonNode required(ResolvedRequest resolved, RequestFiles read, Map<String, HashedFile> modelFiles) {
        RunIdentity identity = RunIdentity.of(resolved, read.without(Purpose.INPUT), modelFiles);
        ObjectNode here = (ObjectNode) JobJson.tree(identity.with(resolved.request().target().encoder()));
        ObjectNode planned = list.identity().deepCopy();
        here.remove(Purpose.INPUT.key());
        planned.remove(Purpose.INPUT.key());
        List<String> differences = JobDifferences.between(planned, here);
        if (!differences.isEmpty()) {
            throw new MediaException(
                    ErrorKind.OTHER_JOB,
                    "job " + folder.file() + ": was planned with something else (" + String.join(", ", differences) + ")",
                    Remedy.of(Remedy.Id.PLAN_AGAIN));
        }
        here.put("job", list.id());
        return here;
    }

    /** A shot under way. */
    private final class Unit {
        private final StyleTransferRequest request;
        private final int number;
        private final WorkFolder work;
        private final StyleMasks regions;
        private final VideoReader reader;
        private final JobListener listener;

        private Unit(
                StyleTransferRequest request,
                int number,
                WorkFolder work,
                StyleMasks regions,
                VideoReader reader,
                JobListener listener) {
            this.request = request;
            this.number = number;
            this.work = work;
            this.regions = regions;
            this.reader = reader;
            this.listener = listener;
        }

        private ShotOutcome.Done run(RequestFiles read, LoadedModel model, Consumer<Palette> made) {
            List<RgbImage> paintings = request.styles().stream()
                    .map(style -> StillImage.readStyle(style.file()))
                    .toList();
            MediaInfo info = request.filters().reshaped(reader.info());
            Resolution resolution = Resolution.of(
                    request,
                    EffortChoice.first(request, warning -> {}),
                    model,
                    paintings,
                    info,
                    Optional.of(list.identity()),
                    work.path(),
                    listener);
            ResolvedRequest resolved = resolution.request();
            work.identify(
                    required(resolved, read, model.files(RunIdentity.hashes(request))), JobIdentity.AFTER_MODEL);
            if (work.done() > 0) {
                listener.note("shot " + number + ": going on after " + work.done() + " frames that are done");
            }
            ModelRun run = new ModelRun(
                    request,
                    resolution.transfer(),
                    resolved.schedule(),
                    model.styles(resolution.transfer(), paintings, request.lambdas(), listener),
                    regions,
                    work);
            WorkProgress progress = listener.starts(Work.FRAME);
            try (progress) {
                progress.expect(span(number).frames());
                long first = span(number).first();
                StyleTransferChain chain = run.chain(
                        new StyleTransferChain.Frames(resolved.every(), (index, time, frame, next) -> index == first, 0),
                        observers(progress),
                        new FilmPalette(list.palette().flatMap(palette -> palette.of(number)), made));
                return request.target()
                        .measuredFlow()
                        .map(flow -> run.measuring(measuring -> measured(chain, measuring, flow, progress)))
                        .orElseGet(() -> stylized(chain, Optional.empty(), new WorstPairs(), progress));
            } catch (RuntimeException | Error e) {
                if (work.done() > 0) {
                    listener.interrupted(work.done());
                }
                throw e;
            }
        }

        private ShotOutcome.Done measured(
                StyleTransferChain chain, Measuring measuring, MeasuredFlow flow, WorkProgress progress) {
            WorstPairs worst = new WorstPairs();
            try (FrameMeter meter = FrameMeter.ofShot(
                    worst,
                    measuring.along(flow).sharing(chain.motions()),
                    span(number).first())) {
                return stylized(chain, Optional.of(meter), worst, progress);
            }
        }

        private ShotOutcome.Done stylized(
                StyleTransferChain chain, Optional<FrameMeter> meter, WorstPairs worst, WorkProgress progress) {
            StageFilter stages = new StageFilter(chain.stages(), span(number).first());
            VideoJob.Filters filters = VideoJob.Filters.of(request.filters(), stages);
            Deliveries deliveries = new Deliveries();
            stages.onResult(deliveries::add);
            ShotAttempt attempt = ShotAttempt.at(folder, number);
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

        private Observers observers(WorkProgress progress) {
            return new Observers() {
                @Override
                public FrameObserver of(ShotFrame frame) {
                    return listener.observer(progress);
                }

                @Override
                public void taken(ShotFrame frame) {}
            };
        }
    }
}
