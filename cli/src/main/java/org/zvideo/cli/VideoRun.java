package org.zvideo.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.zvideo.core.attention.KeyValueStorage;
import org.zvideo.core.cost.FrameCost;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.Mask;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.KernelPlan;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.Precision;
import org.zvideo.video.EncoderSettings;
import org.zvideo.video.FramePipeline;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.VideoReader;
import org.zvideo.video.dump.Dump;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OutputFile;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.filter.StageFilter;
import org.zvideo.video.filter.StyleMasks;
import org.zvideo.video.job.JobOutputs;
import org.zvideo.video.job.StyleTransferChain;
import org.zvideo.video.job.VideoJob;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.FrameStatistics;
import org.zvideo.video.resume.WorkFolder;
import org.zvideo.video.stage.Masks;
import org.zvideo.video.stage.Observers;
import org.zvideo.video.stage.ShotFrame;

/** Stylizes one video as the command says; a run that was stopped goes on where it stopped. */
final class VideoRun {
    /** Any mask that leaves something without style costs the same. */
    private static final Mask HALF = new Mask(2, 1, new float[] {0, 1}, 0);

    private static final double DISK_MARGIN = 1.2;
    /** Of a stored result and of the encoded one, each a generous guess. */
    private static final double BYTES_PER_PIXEL = 2.2;

    private final Zvideo command;
    private final Preflight preflight;
    private final OutputFiles files;
    private final JobFiles read;
    private final LoadedModel loaded;
    private final Path input;
    private final Path target;
    private final Console console;

    VideoRun(
            Zvideo command,
            Preflight preflight,
            JobFiles read,
            OutputFiles files,
            LoadedModel loaded,
            Console console) {
        this.read = read;
        this.command = command;
        this.files = files;
        this.preflight = preflight;
        this.loaded = loaded;
        this.input = preflight.input();
        this.target = preflight.target();
        this.console = console;
    }

    ConsistencyReport run(StyleTransferOptions options, List<RgbImage> styles, StyleMasks regions) {
        EncoderSettings encoder = command.output.encoder(target);
        FramePipeline.requireWritable(target);
        ComparisonVideo comparison = new ComparisonVideo(command, console, input, target);
        if (command.compare != null) {
            comparison.check();
        }
        CutsArgument.parse(command.cuts);
        try (WorkFolder work = WorkFolder.open(target, command.restart)) {
            List<Path> names = command.runFiles.written(target, false).stream()
                    .filter(name -> !work.published(name))
                    .toList();
            boolean overwrite =
                    Preflight.mayOverwrite(names, command.output.replace, command.output.keep, console.terminal());
            files.goOnWith(work.tokens());
            work.claim(files.token()); // before there are parts: whoever finds them knows whose they are
            Predicate<Path> replaceable = name -> overwrite || work.published(name);
            try (JobOutputs outputs = JobOutputs.claim(files, target, replaceable);
                    OutputFile compared =
                            command.compare == null ? null : files.claim(ComparisonVideo.named(target), overwrite)) {
                ConsistencyReport measured = run(options, styles, regions, encoder, work, outputs);
                if (compared != null) {
                    comparison.write(compared, encoder);
                }
                return measured;
            }
        }
    }

    private ConsistencyReport run(
            StyleTransferOptions options,
            List<RgbImage> styles,
            StyleMasks regions,
            EncoderSettings encoder,
            WorkFolder work,
            JobOutputs outputs) {
        VideoReader.Scan scan = describe(regions);
        MediaInfo info = command.filters.reshaped(scan.info()); // as the model is given it
        int threads = command.machine.applyThreads(command.machine.schedule());
        Placement placement = command.machine.placement(work.job().map(job -> kernels(job.at("/settings/kernels"))));
        console.say("%d thread(s)", threads);
        StyleTransfer opened = loaded.with(placement, options);
        preflight.requireShape(opened, info.width(), info.height());
        Preset preset = preset(opened, styles.get(0), work.job(), info.frames());
        StyleTransfer transfer = command.machine.withinMemory(
                opened.with(command.method.options(preset, command.masks.sainScope, warning -> {})),
                info.width(),
                info.height(),
                styles.size(),
                console);
        transfer = transfer.with(
                transfer.options().withMemory(transfer.options().memory().in(work.path())));
        RunIdentity identity =
                new RunIdentity(command, read, loaded.files(), preset, transfer.options(), placement, threads);
        work.identify(identity.with(encoder));
        requireSpace(info, transfer);
        VideoJob job = new VideoJob(input, command.output.clip(), command.reading(), target, encoder);
        return stylize(
                job,
                loaded.styles(transfer, styles, command.lambdas()),
                new Parts(transfer, regions, work, outputs, identity, scan, info, command.every(preset)));
    }

    /** Reads the video once before the model is loaded: what is wrong with it is said at once. */
    private VideoReader.Scan describe(StyleMasks regions) {
        VideoReader.Scan scan = VideoReader.scan(
                input,
                command.output.clip(),
                command.reading(),
                target.getFileName().toString());
        MediaInfo info = scan.info();
        regions.follow(info, scan.end());
        console.say(
                "%s: %dx%d, %s, %s, %d frames",
                input,
                info.width(),
                info.height(),
                info.codec(),
                info.frameRate().known() ? info.frameRate() + " frames/s" : "no constant frame rate",
                info.frames());
        scan.notes().forEach(note -> console.warn(input + ": " + note));
        regions.notes(info.width(), info.height()).forEach(console::warn);
        scan.damage().findings().forEach(finding -> console.warn(input + ": " + finding));
        return scan;
    }

    /** The kernels with which a job was begun: others would give other bits. */
    static KernelPlan kernels(JsonNode kernels) {
        try {
            return new ObjectMapper().treeToValue(kernels, KernelPlan.class);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return KernelPlan.DEFAULT; // the job is compared as a whole later
        }
    }

    /** The preset that was chosen, or with a time to keep the best that fits, or the one with which the job was begun. */
    private Preset preset(StyleTransfer opened, RgbImage style, Optional<JsonNode> begun, long frames) {
        if (command.maxTime == null) {
            return command.method.preset;
        }
        if (begun.isPresent()) {
            return Preset.valueOf(begun.get().at("/settings/preset").asText(Preset.QUALITY.name()));
        }
        Estimates estimates = Estimates.of(
                opened,
                (steps, deep) -> command.method.options(steps, deep, command.masks.sainScope, warning -> {}),
                style,
                command.styles.size(),
                command.masks.files.isEmpty() ? Masks.NONE : time -> List.of(HALF),
                new Estimates.VideoPart(
                        input, command.output.clip(), command.reading.options(), command.filters.before(), frames),
                command.machine,
                console);
        Preset best = estimates.within(command.maxTime);
        console.note(
                "preset %s: about %s",
                OptionNames.name(best), Progress.clock(estimates.plan(best).seconds()));
        return best;
    }

    /** Fails now rather than after hours if the disk is too small. */
    private void requireSpace(MediaInfo info, StyleTransfer transfer) {
        FrameCost cost = transfer.cost(info.width(), info.height(), command.styles.size());
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
                        MediaException.Problem.IO,
                        String.format(
                                Locale.ROOT,
                                "output %s: about %.0f MB are needed, %.0f MB are free; make room or write to another disk",
                                target,
                                need / 1e6,
                                free / 1e6));
            }
        } catch (IOException e) {
            console.say("free space is not known: %s", e.getMessage());
        }
    }

    /** What frames pass through. */
    private record Parts(
            StyleTransfer transfer,
            StyleMasks regions,
            WorkFolder work,
            JobOutputs outputs,
            RunIdentity identity,
            VideoReader.Scan scan,
            MediaInfo info,
            int every) {}

    private ConsistencyReport stylize(VideoJob job, PreparedStyles prepared, Parts parts) {
        Dump dump = command.dump(files, parts.work.done() > 0);
        command.tellDumpSize(
                dump, parts.transfer, parts.info.width(), parts.info.height(), parts.info.frames(), parts.every);
        if (parts.work.done() > 0) {
            console.note("going on after %d frames that are done", parts.work.done());
        }
        if (dump != null) {
            dump.styles(prepared.seen());
        }
        Progress frames = console.progress("frame");
        StyleTransferChain chain = new StyleTransferChain(
                parts.transfer,
                prepared,
                parts.regions,
                command.machine.schedule(),
                new StyleTransferChain.Frames(parts.every, CutsArgument.parse(command.cuts), parts.info.start()),
                parts.work,
                observers(frames, dump));
        StageFilter stages = new StageFilter(chain.stages());
        List<FrameFilter> following = command.filters.following(stages); // which come first in it
        VideoJob.Filters filters = new VideoJob.Filters(
                command.filters.before().<FrameFilter>map(filter -> filter).stream()
                        .toList(),
                stages,
                following.subList(1, following.size()));
        VideoJob.Result result;
        try {
            result = job.run(
                    parts.scan,
                    filters,
                    new VideoJob.Notes(
                            parts.identity.settings(),
                            () -> Map.of("resumedFrames", chain.resumedFrames(), "origin", parts.identity.origin())),
                    parts.outputs,
                    Optional.of(parts.work),
                    listener(frames));
            if (!parts.work.delete()) {
                console.warn(parts.work.path() + ": stays, as something is in it that zvideo did not put there");
            }
        } catch (CancelledException e) {
            throw parts.work.done() == 0 || console.piped()
                    ? e
                    : new CancelledException(
                            e.code(),
                            "stopped; " + parts.work.done()
                                    + " frame(s) are kept, the same command goes on after them");
        } finally {
            frames.clear();
            filters.before().forEach(VideoRun::release);
            following.forEach(VideoRun::release);
        }
        result.pipeline().droppedStreams().forEach(stream -> console.warn(stream + " is not in the output"));
        result.pipeline().changedStreams().forEach(console::warn);
        if (!console.piped()) {
            console.result(job.output());
        }
        console.result(summary(result.consistency()));
        return result.consistency();
    }

    private Observers observers(Progress frames, Dump dump) {
        return new Observers() {
            @Override
            public FrameObserver of(ShotFrame frame) {
                if (frame.ahead()) {
                    return console.steps(frames);
                }
                if (dump != null && frame.beginsShot()) {
                    dump.cut();
                }
                return command.observer(frame.number(), frame.image(), frames, dump);
            }

            @Override
            public void taken(ShotFrame frame) {
                if (dump != null && frame.beginsShot()) {
                    dump.cut();
                }
                if (dump != null) {
                    dump.input(frame.number(), frame.image());
                }
            }
        };
    }

    private static VideoJob.Listener listener(Progress frames) {
        return new VideoJob.Listener() {
            @Override
            public void opened(MediaInfo info) {
                frames.expect(info.frames());
            }

            @Override
            public void frame(FrameStatistics statistics) {
                frames.frameDone();
            }
        };
    }

    private static void release(FrameFilter filter) {
        try {
            filter.release();
        } catch (FrameFilter.Exception e) {
            throw new MediaException(MediaException.Problem.IO, "ending the filter: " + e.getMessage(), e);
        }
    }

    static String summary(ConsistencyReport report) {
        String pace = report.secondsPerFrame() == null
                ? ""
                : String.format(Locale.ROOT, ", %.1f s/frame", report.secondsPerFrame());
        if (report.result() == null) {
            return report.frames() + " frame" + pace;
        }
        return report.frames() + " frames" + pace
                + String.format(
                        Locale.ROOT,
                        "; Diff %.4f (variance %.6f, source %.4f)%s",
                        report.result().mean(),
                        report.result().variance(),
                        report.source().mean(),
                        report.warpedError() == null
                                ? ""
                                : String.format(Locale.ROOT, ", warped error %.4f", report.warpedError()));
    }
}
