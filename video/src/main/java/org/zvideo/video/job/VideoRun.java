package org.zvideo.video.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.cost.FrameCost;
import org.zvideo.core.edit.KeyValueStorage;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Precision;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.SourceScan;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.filter.StyleMasks;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.request.Overwrite;
import org.zvideo.video.request.RequestJson;
import org.zvideo.video.request.ResolvedRequest;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.resume.WorkFolder;
import org.zvideo.video.stage.Observers;
import org.zvideo.video.stage.Schedule;
import org.zvideo.video.stage.ShotFrame;
import org.zvideo.video.stage.StyleMixes;

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
        this.target = request.target().file();
    }

    ConsistencyReport run(List<RgbImage> paintings, StyleMasks regions) {
        StyleTransferOptions options = EffortChoice.first(request, listener::warning);
        VideoTarget outputs = new VideoTarget(request, files, listener);
        request.cuts().open();
        try (WorkFolder work = WorkFolder.open(target, request.target().restart())) {
            return outputs.write(work, claimed -> {
                try {
                    return run(options, paintings, regions, work, claimed);
                } finally {
                    model.forgetStylesIn(work.path());
                }
            });
        }
    }

    private ConsistencyReport run(
            StyleTransferOptions options,
            List<RgbImage> paintings,
            StyleMasks regions,
            WorkFolder work,
            JobOutputs outputs) {
        SourceScan scan = SourceLook.of(request, regions, listener);
        return new VideoRun(StyleTimes.of(request, scan, listener), read, files, model, listener)
                .run(options, paintings, regions, work, outputs, scan);
    }

    private ConsistencyReport run(
            StyleTransferOptions options,
            List<RgbImage> paintings,
            StyleMasks regions,
            WorkFolder work,
            JobOutputs outputs,
            SourceScan scan) {
        MediaInfo info = request.filters().reshaped(scan.info()); // as the model is given it
        Resolution resolution =
                Resolution.of(request, options, model, paintings, info, work.job(), work.path(), listener);
        ResolvedRequest resolved = resolution.request();
        StyleTransfer transfer = resolution.transfer();
        RunIdentity identity = RunIdentity.of(resolved, read, model.files(RunIdentity.hashes(request)));
        work.identify(identity.with(request.target().encoder()), JobIdentity.AFTER_MODEL);
        if (request.target().keepWork()) {
            work.keep(RequestJson.write(resolved.closed(), work.path()));
        }
        requireSpace(info, transfer, (info.frames() + resolved.every() - 1) / resolved.every());
        return stylize(
                model.styles(transfer, paintings, request.lambdas(), listener),
                new Parts(
                        transfer, resolved.schedule(), regions, work, outputs, identity, scan, info, resolved.every()));
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
                                * MotionWindows.of(request, transfer)
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
        StyleMixes mixes =
                request.schedule().mixes(parts.info.start(), request.styles().size());
        ModelRun run =
                new ModelRun(request, parts.transfer, parts.schedule, prepared, parts.regions, mixes, parts.work);
        StyleTransferChain chain = run.chain(
                new StyleTransferChain.Frames(parts.every, request.openCuts(), parts.info.start(), mixes),
                observers,
                FilmPalette.NONE);
        return run.measuring(measuring -> new Rendering(
                        request, parts.scan, parts.every, measuring, ModelRun.remarks(parts.transfer), listener)
                .run(chain, parts.identity, parts.outputs, parts.work, progress));
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
