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
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameFilter;
import org.zvideo.core.FrameObserver;
import org.zvideo.core.RgbImage;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.cost.FrameCost;
import org.zvideo.core.diffusion.MemorySaving;
import org.zvideo.core.torch.KernelPlan;
import org.zvideo.core.torch.Placement;
import org.zvideo.video.Clip;
import org.zvideo.video.EncoderSettings;
import org.zvideo.video.FramePipeline;
import org.zvideo.video.MediaException;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.OutputFile;
import org.zvideo.video.PictureSequence;
import org.zvideo.video.Preset;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.StyleMasks;
import org.zvideo.video.VideoJob;
import org.zvideo.video.VideoReader;
import org.zvideo.video.dump.Dump;
import org.zvideo.video.filter.ComparisonFilter;
import org.zvideo.video.filter.KeyFrameFilter;
import org.zvideo.video.filter.StyleTransferFilter;
import org.zvideo.video.filter.StyleTransferFilter.Observers;
import org.zvideo.video.plan.Planner;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.report.FrameMeasures;
import org.zvideo.video.report.FrameStatistics;
import org.zvideo.video.resume.ResumableFilter;
import org.zvideo.video.resume.WorkFolder;
import org.zvideo.video.shot.CutFilter;

/** Stylises one video as the command says; a run that was stopped goes on where it stopped. */
final class VideoRun {
    private static final double DISK_MARGIN = 1.2;
    /** Of a stored result and of the encoded one, each a generous guess. */
    private static final double BYTES_PER_PIXEL = 2.2;

    private final Zvideo command;
    private final Console console;

    VideoRun(Zvideo command, Console console) {
        this.command = command;
        this.console = console;
    }

    ConsistencyReport run(Path target, StyleTransferOptions options, List<RgbImage> styles, StyleMasks regions,
                          Preflight preflight) {
        EncoderSettings encoder = command.output.encoder(target);
        VideoJob.requireWritable(target);
        requireComparable(target);
        MediaInfo info = command.filters.reshaped(describe(regions));
        CutsArgument.parse(command.cuts);
        try (WorkFolder work = WorkFolder.open(target, command.restart)) {
            boolean overwrite = work.published()
                    || preflight.mayOverwrite(command.output.replace, command.output.keep, console.terminal());
            Optional<JsonNode> begun = work.job();
            int threads = command.machine.applyThreads(command.machine.schedule());
            Placement placement = command.machine.placement(begun.map(VideoRun::kernels));
            Path model = command.machine.modelPath();
            console.say("model %s on %s, %s, %d thread(s)", model, placement.device(),
                    placement.precision().name().toLowerCase(Locale.ROOT), threads);
            try (StyleTransfer opened = StyleTransfer.open(model, command.machine.configs(), placement, options)) {
                StyleTransfer transfer = withinMemory(command.maxTime == null ? opened
                        : withinTime(opened, styles.get(0), begun), info);
                JobIdentity identity = new JobIdentity(command);
                Map<String, Object> settings = identity.settings(transfer.options(), model, placement, threads);
                Map<String, Object> origin = identity.origin(model);
                work.identify(identity.of(settings, origin, encoder));
                requireSpace(target, info, transfer);
                command.tellDumpSize(transfer, work.done() > 0, info.width(), info.height(), info.frames());
                if (work.done() > 0) {
                    console.note("going on after %d frames that are done", work.done());
                }
                VideoJob job = new VideoJob(command.input, command.output.clip(), command.source.options(), target, encoder,
                        overwrite);
                try (PreparedStyles prepared = new PreparedStyles(transfer, styles, command.lambdas(), console)) {
                    return stylise(job, transfer, prepared, regions, settings, origin, work);
                }
            }
        }
    }

    private void requireComparable(Path target) {
        if (command.compare == null) {
            return;
        }
        if (console.piped() || PictureSequence.of(target).isPresent() || PictureSequence.of(command.input).isPresent()) {
            throw new IllegalArgumentException("--compare: only between two files of video");
        }
        if (Files.exists(comparison(target)) && !command.output.replace) {
            throw new MediaException(MediaException.Problem.CANNOT_CREATE, "output " + comparison(target)
                    + ": exists; use -y to replace it or -o for another name");
        }
    }

    /** Reads the video once before the model is loaded: what is wrong with it is said at once. */
    private MediaInfo describe(StyleMasks regions) {
        VideoReader.Scan scan = VideoReader.scan(command.input, command.output.clip(), command.source.options());
        MediaInfo info = scan.info();
        regions.follow(info, command.output.clip());
        console.say("%s: %dx%d, %s, %s, %d frames", command.input, info.width(), info.height(), info.codec(),
                info.frameRate().known() ? info.frameRate() + " frames/s" : "no constant frame rate", info.frames());
        scan.notes().forEach(note -> console.warn(command.input + ": " + note));
        scan.damage().findings().forEach(finding -> console.warn(command.input + ": " + finding));
        return info;
    }

    /** The kernels with which a job was begun: others would give other bits. */
    private static KernelPlan kernels(JsonNode job) {
        try {
            return new ObjectMapper().treeToValue(job.at("/settings/kernels"), KernelPlan.class);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return KernelPlan.DEFAULT; // the job is compared as a whole later
        }
    }

    /** The same model, saving memory where that is needed. */
    private StyleTransfer withinMemory(StyleTransfer opened, MediaInfo info) {
        MemorySaving saving = command.machine.saving(opened.cost(info.width(), info.height(), command.styles.size()),
                opened.precision());
        console.say("keys and values: %s", saving.storage().name().toLowerCase(Locale.ROOT));
        return opened.with(opened.options().withMemory(saving));
    }

    /** The same model with the best preset that fits into the time, or the one with which the job was begun. */
    private StyleTransfer withinTime(StyleTransfer opened, RgbImage style, Optional<JsonNode> begun) {
        Planner.Settings options = (steps, deep) -> command.method.options(steps, deep, command.masks.sainScope,
                warning -> { });
        if (begun.isPresent()) {
            command.method.preset = Preset.valueOf(begun.get().at("/settings/preset").asText(Preset.QUALITY.name()));
        } else {
            Estimates estimates = Estimates.of(opened, options, style, command.styles.size(), command.input,
                    command.output.clip(), command.machine.schedule(), console);
            command.method.preset = estimates.within(command.maxTime);
            console.note("preset %s: about %s", command.method.preset.name().toLowerCase(Locale.ROOT),
                    Estimates.clock(estimates.plans().get(command.method.preset).seconds()));
        }
        return opened.with(options.of(command.method.preset.steps(), command.method.preset.deepInterval()));
    }

    /** Fails now rather than after hours if the disk is too small. */
    private void requireSpace(Path target, MediaInfo info, StyleTransfer transfer) {
        FrameCost cost = transfer.cost(info.width(), info.height(), command.styles.size());
        double need = DISK_MARGIN * (BYTES_PER_PIXEL * info.frames() * info.width() * info.height()
                + WorkFolder.STATES_AT_ONCE * cost.bytesPerFrame(transfer.precision().bytes()));
        try {
            long free = Files.getFileStore(target.toAbsolutePath().getParent()).getUsableSpace();
            if (need > free) {
                throw new MediaException(MediaException.Problem.IO, String.format(Locale.ROOT,
                        "output %s: about %.0f MB are needed, %.0f MB are free; make room or write to another disk", target,
                        need / 1e6, free / 1e6));
            }
        } catch (IOException e) {
            console.say("free space is not known: %s", e.getMessage());
        }
    }

    private ConsistencyReport stylise(VideoJob job, StyleTransfer transfer, PreparedStyles prepared, StyleMasks regions,
                         Map<String, Object> settings, Map<String, Object> origin, WorkFolder work) {
        Dump dump = command.dump(work.done() > 0);
        if (dump != null) {
            dump.styles(prepared.seen());
        }
        Progress frames = console.progress("frame");
        ModelMeasures measures = new ModelMeasures();
        StyleTransferFilter model = new StyleTransferFilter(transfer, prepared, regions, new Observers() {
            @Override
            public FrameObserver of(long frame, long timestamp, RgbImage source) {
                return measures.observer(timestamp, command.observer(frame * command.every(), source, frames, dump));
            }

            @Override
            public void cut() {
                if (dump != null) {
                    dump.cut();
                }
            }
        }, command.machine.schedule());
        ResumableFilter<StyleTransferFilter> resumable = new ResumableFilter<>(model, work);
        CutFilter filter = new CutFilter(new KeyFrameFilter(resumable, command.every()), CutsArgument.parse(command.cuts));
        VideoJob.Result result;
        try {
            result = job.run(command.filters.before(), command.filters.following(filter), new VideoJob.Account() {
                @Override
                public Map<String, ?> settings() {
                    return settings;
                }

                @Override
                public Map<String, ?> findings() {
                    return Map.of("cuts", filter.found(), "resumedFrames", resumable.taken(), "origin", origin);
                }

                @Override
                public boolean begins(long frame) {
                    return filter.begins(frame);
                }

                @Override
                public FrameMeasures measures(long timestamp) {
                    return measures.take(timestamp);
                }
            }, Optional.of(work), new VideoJob.Listener() {
                @Override
                public void opened(MediaInfo info) {
                    frames.expect(info.frames());
                }

                @Override
                public void frame(FrameStatistics statistics) {
                    frames.frameDone();
                }
            });
            work.delete();
        } catch (CancelledException e) {
            throw work.done() == 0 || console.piped() ? e : new CancelledException(e.code(), "stopped; " + work.done()
                    + " frame(s) are kept, the same command goes on after them");
        } finally {
            frames.clear();
            release(filter);
        }
        result.pipeline().droppedStreams().forEach(stream -> console.warn(stream + " is not in the output"));
        result.pipeline().changedStreams().forEach(console::warn);
        console.result(job.output());
        console.result(summary(result.consistency()));
        if (command.compare != null) {
            compare(job);
        }
        return result.consistency();
    }

    /** Source and result in one picture, in a file of its own. */
    private void compare(VideoJob job) {
        Path target = comparison(job.output());
        Progress progress = console.progress("frame");
        try (OutputFile file = OutputFile.create(target, true)) {
            new FramePipeline(List.of(new ComparisonFilter(command.input, command.source.options(), command.output.from,
                    command.compare))).run(job.output(), Clip.WHOLE, ReadOptions.DEFAULT, file.part(),
                    target.getFileName().toString(), job.encoder(), new FramePipeline.Listener() {
                        @Override
                        public void opened(MediaInfo info) {
                            progress.expect(info.frames());
                        }

                        @Override
                        public void frame(Frame source, Frame result, double time, double seconds) {
                            console.checkCancelled();
                            progress.step(1, 1);
                            progress.frameDone();
                        }
                    });
            file.commit();
        } finally {
            progress.clear();
        }
        console.result(target);
    }

    private static Path comparison(Path output) {
        String name = output.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return output.resolveSibling(name.substring(0, dot) + ".compare" + name.substring(dot));
    }

    private static void release(FrameFilter filter) {
        try {
            filter.release();
        } catch (FrameFilter.Exception e) {
            throw new MediaException(MediaException.Problem.IO, "ending the filter: " + e.getMessage(), e);
        }
    }

    static String summary(ConsistencyReport report) {
        String pace = report.secondsPerFrame() == null ? ""
                : String.format(Locale.ROOT, ", %.1f s/frame", report.secondsPerFrame());
        if (report.result() == null) {
            return report.frames() + " frame" + pace;
        }
        return report.frames() + " frames" + pace + String.format(Locale.ROOT, "; Diff %.4f (variance %.6f, source %.4f)%s",
                report.result().mean(), report.result().variance(),
                report.source().mean(), report.warpedError() == null ? ""
                        : String.format(Locale.ROOT, ", warped error %.4f", report.warpedError()));
    }
}
