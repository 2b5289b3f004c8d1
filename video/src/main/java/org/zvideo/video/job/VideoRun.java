package org.zvideo.video.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.bytedeco.javacv.FrameFilter;
import org.zvideo.core.Preset;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.cost.FrameCost;
import org.zvideo.core.edit.KeyValueStorage;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.Precision;
import org.zvideo.video.EncoderSettings;
import org.zvideo.video.FramePipeline;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.SourceScan;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.FileProblem;
import org.zvideo.video.file.OutputFile;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.filter.StageFilter;
import org.zvideo.video.filter.StyleMasks;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.FrameStatistics;
import org.zvideo.video.request.EnumNames;
import org.zvideo.video.request.KernelPlans;
import org.zvideo.video.request.Machine;
import org.zvideo.video.request.Overwrite;
import org.zvideo.video.request.ResolvedRequest;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.resume.WorkFolder;
import org.zvideo.video.stage.Observers;
import org.zvideo.video.stage.ShotFrame;

/** Stylizes one video as a request says; a run that was stopped resumes where it stopped. */
final class VideoRun {
    private static final double DISK_MARGIN = 1.2;
    /** Of a stored result and of the encoded one, each a generous guess. */
    private static final double BYTES_PER_PIXEL = 2.2;

    private final StyleTransferRequest request;
    private final RequestFiles read;
    private final OutputFiles files;
    private final LoadedModel model;
    private final JobListener listener;
    private final Path input;
    private final Path target;

    VideoRun(
            StyleTransferRequest request,
            RequestFiles read,
            OutputFiles files,
            LoadedModel model,
            JobListener listener) {
        this.request = request;
        this.read = read;
        this.files = files;
        this.model = model;
        this.listener = listener;
        this.input = request.source().file();
        this.target = request.target().file();
    }

    ConsistencyReport run(List<RgbImage> paintings, StyleMasks regions) {
        StyleTransferOptions options = EffortChoice.first(request, listener::warning);
        EncoderSettings encoder = request.target().encoder();
        FramePipeline.requireWritable(target);
        Optional<ComparisonVideo> comparison = request.target()
                .comparison()
                .map(layout -> new ComparisonVideo(request.source(), request.filters(), target, layout));
        comparison.ifPresent(ComparisonVideo::check);
        request.cuts().open();
        try (WorkFolder work = WorkFolder.open(target, request.target().restart())) {
            List<Path> names = JobOutputs.names(request).stream()
                    .filter(name -> !work.published(name))
                    .toList();
            boolean overwrite =
                    OverwriteCheck.mayReplace(names, request.target().overwrite(), listener);
            files.goOnWith(work.tokens());
            work.claim(files.token()); // before there are parts: whoever finds them knows whose they are
            Predicate<Path> replaceable = name -> overwrite || work.published(name);
            try (JobOutputs outputs = JobOutputs.claim(files, target, replaceable);
                    OutputFile compared =
                            comparison.isEmpty() ? null : files.claim(ComparisonVideo.named(target), overwrite)) {
                ConsistencyReport measured = run(options, paintings, regions, encoder, work, outputs);
                comparison.ifPresent(video -> video.write(compared, encoder, listener));
                return measured;
            }
        }
    }

    private ConsistencyReport run(
            StyleTransferOptions options,
            List<RgbImage> paintings,
            StyleMasks regions,
            EncoderSettings encoder,
            WorkFolder work,
            JobOutputs outputs) {
        SourceScan scan = describe(regions);
        MediaInfo info = request.filters().reshaped(scan.info()); // as the model is given it
        Machine machine = work.job()
                // others than those with which the job was started would give other bits
                .map(job -> request.machine().withKernels(KernelPlans.read(job.at("/settings/kernels"))))
                .orElse(request.machine());
        int threads = machine.applyThreads(machine.schedule());
        Placement placement = machine.placement();
        listener.detail(threads + " thread(s)");
        StyleTransfer opened = model.with(machine, placement, options, listener);
        RequestCheck.shape(input, opened, info.width(), info.height());
        Preset preset = EffortChoice.preset(request, opened, paintings.get(0), work.job(), info.frames(), listener);
        StyleTransfer transfer = machine.withinMemory(
                opened.with(EffortChoice.options(request, preset, warning -> {})),
                info.width(),
                info.height(),
                paintings.size());
        transfer = transfer.with(
                transfer.options().withMemory(transfer.options().memory().in(work.path())));
        listener.detail(
                "keys and values: " + EnumNames.of(transfer.options().memory().storage()));
        ResolvedRequest resolved = new ResolvedRequest(
                request, preset, EffortChoice.every(request, preset), transfer.options(), placement, threads);
        RunIdentity identity = new RunIdentity(resolved, read, model.files());
        work.identify(identity.with(encoder));
        requireSpace(info, transfer);
        VideoJob job =
                new VideoJob(input, request.source().clip(), request.source().reading(), target, encoder);
        return stylize(
                job,
                model.styles(transfer, paintings, request.lambdas(), listener),
                new Parts(transfer, machine, regions, work, outputs, identity, scan, info, resolved.every()));
    }

    /** Reads the video once before the model is loaded: what is wrong with it is reported at once. */
    private SourceScan describe(StyleMasks regions) {
        SourceScan scan = SourceScan.of(
                input,
                request.source().clip(),
                request.source().reading(),
                request.target().name());
        MediaInfo info = scan.info();
        regions.follow(info, scan.end());
        listener.detail(String.format(
                Locale.ROOT,
                "%s: %dx%d, %s, %s, %d frames",
                input,
                info.width(),
                info.height(),
                info.codec(),
                info.frameRate().known() ? info.frameRate() + " frames/s" : "no constant frame rate",
                info.frames()));
        scan.notes().forEach(note -> listener.warning(input + ": " + note));
        regions.notes(info.width(), info.height()).forEach(listener::warning);
        scan.damage().findings().forEach(finding -> listener.warning(input + ": " + finding));
        return scan;
    }

    /** Fails now rather than after hours if the disk is too small. */
    private void requireSpace(MediaInfo info, StyleTransfer transfer) {
        FrameCost cost =
                transfer.cost(info.width(), info.height(), request.styles().size());
        double need = DISK_MARGIN
                * (BYTES_PER_PIXEL * info.frames() * info.width() * info.height()
                        + WorkFolder.STATES_AT_ONCE
                                * cost.bytesPerFrame(transfer.precision().bytes())
                        + (transfer.options().memory().storage() == KeyValueStorage.DISK
                                ? cost.storedBytes(Precision.BF16.bytes())
                                : 0));
        try {
            long free = Files.getFileStore(target.toAbsolutePath().getParent()).getUsableSpace();
            if (need > free) {
                throw new MediaException(
                        ErrorKind.IO,
                        String.format(
                                Locale.ROOT,
                                "output %s: about %.0f MB are needed, %.0f MB are free; make room or write to another disk",
                                target,
                                need / 1e6,
                                free / 1e6));
            }
        } catch (IOException e) {
            listener.detail("free space is not known: " + FileProblem.reason(e));
        }
    }

    /** What frames pass through. */
    private record Parts(
            StyleTransfer transfer,
            Machine machine,
            StyleMasks regions,
            WorkFolder work,
            JobOutputs outputs,
            RunIdentity identity,
            SourceScan scan,
            MediaInfo info,
            int every) {}

    private ConsistencyReport stylize(VideoJob job, PreparedStyles prepared, Parts parts) {
        int done = parts.work.done();
        JobDump dump =
                JobDump.open(request.dump(), files, request.target().overwrite() == Overwrite.REPLACE || done > 0);
        dump.tellSize(
                parts.transfer,
                parts.info.width(),
                parts.info.height(),
                parts.info.frames(),
                parts.every,
                request.styles().size(),
                listener);
        if (done > 0) {
            listener.note("going on after " + done + " frames that are done");
        }
        dump.styles(prepared);
        WorkProgress progress = listener.starts(Work.FRAME);
        StyleTransferChain chain = new StyleTransferChain(
                parts.transfer,
                prepared,
                parts.regions,
                parts.machine.schedule(),
                new StyleTransferChain.Frames(parts.every, request.cuts().open(), parts.info.start()),
                parts.work,
                observers(progress, dump));
        VideoJob.Filters filters = VideoJob.Filters.of(request.filters(), new StageFilter(chain.stages()));
        VideoJob.Result result;
        try {
            result = job.run(
                    parts.scan,
                    filters,
                    new VideoJob.Notes(
                            parts.identity.settings(),
                            () -> Map.of("resumedFrames", chain.resumedFrames(), "origin", parts.identity.origin()),
                            prepared.pictures()),
                    parts.outputs,
                    Optional.of(parts.work),
                    listener(progress));
            if (!parts.work.delete()) {
                listener.warning(parts.work.path() + ": stays, since it holds something that zvideo did not put there");
            }
        } catch (RuntimeException | Error e) {
            if (parts.work.done() > 0) {
                listener.interrupted(parts.work.done());
            }
            throw e;
        } finally {
            progress.close();
            filters.all().forEach(VideoRun::release);
        }
        result.pipeline().droppedStreams().forEach(stream -> listener.warning(stream + " is not in the output"));
        result.pipeline().changedStreams().forEach(listener::warning);
        result.consistency().warning().ifPresent(soft -> listener.warning(job.output() + ": " + soft));
        listener.wrote(job.output());
        listener.measured(result.consistency());
        return result.consistency();
    }

    private Observers observers(WorkProgress progress, JobDump dump) {
        return new Observers() {
            @Override
            public FrameObserver of(ShotFrame frame) {
                FrameObserver told = listener.observer(progress);
                return frame.ahead() ? told : dump.observer(frame, told);
            }

            @Override
            public void taken(ShotFrame frame) {
                dump.taken(frame);
            }
        };
    }

    private VideoJob.Listener listener(WorkProgress progress) {
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
        };
    }

    private static void release(FrameFilter filter) {
        try {
            filter.release();
        } catch (FrameFilter.Exception e) {
            throw new MediaException(ErrorKind.IO, "ending the filter: " + e.getMessage(), e);
        }
    }
}
