package org.zvideo.video.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.zvideo.core.Fidelity;
import org.zvideo.core.FrameCodec;
import org.zvideo.core.MotionTransfer;
import org.zvideo.core.Preset;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.cost.FrameCost;
import org.zvideo.core.edit.KeyValueStorage;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.Precision;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.SourceScan;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.filter.StyleMasks;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.MeasuredContent;
import org.zvideo.video.report.Measuring;
import org.zvideo.video.request.EnumNames;
import org.zvideo.video.request.KernelPlans;
import org.zvideo.video.request.Machine;
import org.zvideo.video.request.MotionRequest;
import org.zvideo.video.request.Overwrite;
import org.zvideo.video.request.RequestJson;
import org.zvideo.video.request.ResolvedRequest;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.resume.WorkFolder;
import org.zvideo.video.stage.FrameModel;
import org.zvideo.video.stage.ModelStage;
import org.zvideo.video.stage.Observers;
import org.zvideo.video.stage.Schedule;
import org.zvideo.video.stage.ShotFrame;
import org.zvideo.video.stage.WindowStage;

/** Stylizes one video as a request says; a run that was stopped resumes where it stopped. */
final class VideoRun {
    private static final double DISK_MARGIN = 1.2;
    /** A generous guess for a pixel of the encoded result. */
    private static final double RESULT_BYTES = 1.1;
    /** Measured for a pixel that the model makes: 16-bit PNG of it and of its round trip. */
    private static final double KEPT_BYTES = 11;

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
        VideoTarget outputs = new VideoTarget(request, files, listener);
        request.cuts().open();
        try (WorkFolder work = WorkFolder.open(target, request.target().restart())) {
            return outputs.write(work, claimed -> run(options, paintings, regions, work, claimed));
        }
    }

    private ConsistencyReport run(
            StyleTransferOptions options,
            List<RgbImage> paintings,
            StyleMasks regions,
            WorkFolder work,
            JobOutputs outputs) {
        SourceScan scan = describe(regions);
        MediaInfo info = request.filters().reshaped(scan.info()); // as the model is given it
        Machine machine = work.job()
                // others than those with which the job was started would give other bits
                .map(job -> request.machine().withKernels(KernelPlans.read(job.at("/settings/kernels"))))
                .orElse(request.machine());
        machine.schedule().applied();
        Placement placement = machine.placement();
        StyleTransfer opened = model.with(machine, placement, options, listener);
        RequestCheck.shape(input, opened, info.width(), info.height());
        Preset preset = EffortChoice.preset(request, opened, paintings.get(0), work.job(), info.frames(), listener);
        StyleTransfer transfer = machine.withinMemory(
                opened.with(EffortChoice.options(request, preset, warning -> {})),
                info.width(),
                info.height(),
                paintings.size());
        motion(transfer).ifPresent(module -> {
            module.requireMemory(info.width(), info.height(), machine.memory().orElse(Long.MAX_VALUE));
            tell(module);
        });
        transfer = transfer.with(
                transfer.options().withMemory(transfer.options().memory().in(work.path())));
        listener.detail(
                "keys and values: " + EnumNames.of(transfer.options().memory().storage()));
        Schedule schedule = machine.schedule(
                        transfer, info.width(), info.height(), paintings.size(), frameThreads(work.job()))
                .applied();
        listener.detail(schedule.frames() + " frame(s) at a time, " + schedule.threads() + " thread(s) each");
        ResolvedRequest resolved = new ResolvedRequest(
                request, preset, EffortChoice.every(request, preset), transfer.options(), placement, schedule);
        RunIdentity identity = RunIdentity.of(resolved, read, model.files(RunIdentity.hashes(request)));
        work.identify(identity.with(request.target().encoder()), JobIdentity.AFTER_MODEL);
        if (request.target().keepWork()) {
            work.keep(RequestJson.write(resolved.closed(), work.path()));
        }
        requireSpace(info, transfer, (info.frames() + resolved.every() - 1) / resolved.every());
        return stylize(
                model.styles(transfer, paintings, request.lambdas(), listener),
                new Parts(transfer, schedule, regions, work, outputs, identity, scan, info, resolved.every()));
    }

    /** What stylizes frames in windows, if a motion module is to tie them together. */
    private Optional<MotionTransfer> motion(StyleTransfer transfer) {
        return request.machine().motion().map(motion -> transfer.motion(motion.windows()));
    }

    private void tell(MotionTransfer module) {
        MotionRequest asked = request.machine().motion().orElseThrow();
        if (asked.norm().isEmpty()) {
            listener.note("motion module " + asked.file() + ": normalizes over "
                    + switch (module.norm()) {
                        case FRAME -> "each frame, as AnimateDiff's own code does";
                        case CLIP -> "all frames of a window, as diffusers does";
                    });
        }
    }

    /** On how many threads the frames of a job were computed that was started before. */
    private static OptionalInt frameThreads(Optional<JsonNode> job) {
        int threads = job.map(kept -> kept.at("/settings/frameThreads").asInt()).orElse(0);
        return threads < 1 ? OptionalInt.empty() : OptionalInt.of(threads);
    }

    /** Reads the video once before the model is loaded: what is wrong with it is reported at once. */
    private SourceScan describe(StyleMasks regions) {
        SourceScan scan = SourceScan.of(
                input,
                request.source().clip(),
                request.source().reading(),
                request.target().name(),
                listener::checkpoint);
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
    private void requireSpace(MediaInfo info, StyleTransfer transfer, long keyFrames) {
        FrameCost cost =
                transfer.cost(info.width(), info.height(), request.styles().size());
        FrameGeometry inside = transfer.geometry(info.width(), info.height());
        double need = DISK_MARGIN
                * (RESULT_BYTES * info.frames() * info.width() * info.height()
                        + KEPT_BYTES * keyFrames * inside.width() * inside.height()
                        + WorkFolder.STATES_AT_ONCE
                                * cost.bytesPerFrame(transfer.precision().bytes())
                        + WorkFolder.STATES_AT_ONCE
                                * motion(transfer)
                                        .map(module -> module.cost(info.width(), info.height())
                                                .stateBytes(transfer.options().method()))
                                        .orElse(0.0)
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
            listener.detail("free space is not known: " + FileReason.of(e));
        }
    }

    /** What frames pass through. */
    private record Parts(
            StyleTransfer transfer,
            Schedule schedule,
            StyleMasks regions,
            WorkFolder work,
            JobOutputs outputs,
            RunIdentity identity,
            SourceScan scan,
            MediaInfo info,
            int every) {}

    private ConsistencyReport stylize(PreparedStyles prepared, Parts parts) {
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
        if (parts.work.isKept()) {
            prepared.paintings(request.method().appearance().strokeSize(), parts.work.paintings());
        }
        WorkProgress progress = listener.starts(Work.FRAME);
        Observers observers = observers(progress, dump);
        StyleTransferChain chain = new StyleTransferChain(
                motion(parts.transfer)
                        .<FrameModel>map(module -> new WindowStage(module, prepared, parts.regions, observers))
                        .orElseGet(() ->
                                new ModelStage(parts.transfer, prepared, parts.regions, observers, parts.schedule)),
                new Appearance(
                        request.method().appearance(),
                        new FrameCodec(parts.transfer.options()),
                        scale -> prepared.paintings(scale, parts.work.paintings())),
                Steadying.of(request.method().ties(), parts.transfer),
                new StyleTransferChain.Frames(parts.every, request.cuts().open(), parts.info.start()),
                parts.work,
                observers);
        // at the model's own size, as zvideo report measures, whatever the size of this run
        StyleTransfer usual = parts.transfer.with(StyleTransferOptions.defaults());
        try (Fidelity fidelity = usual.fidelity(Optional.empty())) {
            Measuring measuring =
                    Measuring.DEFAULT.withStyles(prepared.pictures()).withContent(MeasuredContent.by(fidelity));
            return new Rendering(
                            request, parts.scan, parts.every, measuring, remarks(parts.transfer, fidelity), listener)
                    .run(chain, parts.identity, parts.outputs, parts.work, progress);
        }
    }

    /** What the report says of the model. */
    private static List<String> remarks(StyleTransfer transfer, Fidelity fidelity) {
        List<String> remarks = new ArrayList<>(transfer.modelNotes());
        if (fidelity.contentName().isEmpty()) {
            remarks.add("contentVae is not measured: the encoder of a tiny autoencoder has no maps for it");
        }
        return remarks;
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
}
