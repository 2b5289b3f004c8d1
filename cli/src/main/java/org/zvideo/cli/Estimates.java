package org.zvideo.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.zvideo.core.Preset;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.GraphFilter;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.TimedFrames;
import org.zvideo.video.VideoReader;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.plan.Planner;
import org.zvideo.video.plan.WorkPlan;
import org.zvideo.video.stage.Masks;

/**
 * What every preset would cost for a clip.
 *
 * @param frames of the clip
 * @param measured of its first ones
 */
record Estimates(long frames, Planner.Measured measured) {
    private static final int FRAMES = 3;

    /**
     * What is to be stylized.
     *
     * @param before what its frames go through before the model
     * @param frames in it, as counted
     */
    record VideoPart(Path file, Clip clip, ReadOptions reading, Optional<GraphFilter> before, long frames) {
        /** Counts the frames. */
        static VideoPart of(Path file, Clip clip, ReadOptions reading) {
            return new VideoPart(
                    file,
                    clip,
                    reading,
                    Optional.empty(),
                    VideoReader.scan(file, clip, reading).info().frames());
        }
    }

    /** Measures the first frames. */
    static Estimates of(
            StyleTransfer transfer,
            Planner.Settings options,
            RgbImage style,
            int styles,
            Masks masks,
            VideoPart video,
            MachineArguments machine,
            Console console) {
        List<RgbImage> first = TimedFrames.images(
                video.file,
                Clip.of(video.clip.fromSeconds(), Math.min(FRAMES, video.frames)),
                video.reading,
                video.before);
        Progress progress = console.progress("measuring");
        try {
            return new Estimates(
                    video.frames,
                    new Planner(
                                    transfer,
                                    options,
                                    style,
                                    styles,
                                    masks,
                                    machine.schedule(),
                                    machine::storage,
                                    console.steps(progress))
                            .measure(first));
        } finally {
            progress.clear();
        }
    }

    /** With a preset; to be asked while the model is open. */
    WorkPlan plan(Preset preset) {
        return measured.plan(frames, preset);
    }

    /** The best preset that takes no longer. */
    Preset within(double seconds) {
        return Arrays.stream(Preset.values())
                .filter(preset -> plan(preset).seconds() <= seconds)
                .findFirst()
                .orElseThrow(() -> new MediaException(
                        MediaException.Problem.USAGE,
                        "--max-time: no preset fits, draft takes about "
                                + Progress.clock(plan(Preset.DRAFT).seconds())
                                + "; give more time, fewer --frames or a smaller --size"));
    }
}
