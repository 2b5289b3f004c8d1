package org.zvideo.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zvideo.core.RgbImage;
import org.zvideo.core.StyleTransfer;
import org.zvideo.video.Clip;
import org.zvideo.video.GraphFilter;
import org.zvideo.video.MediaException;
import org.zvideo.video.Preset;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.TimedFrames;
import org.zvideo.video.VideoReader;
import org.zvideo.video.filter.Masks;
import org.zvideo.video.filter.StyleTransferFilter.Schedule;
import org.zvideo.video.plan.Planner;
import org.zvideo.video.plan.WorkPlan;

/**
 * What every preset would cost for a clip.
 *
 * @param frames of the clip
 * @param plans  by preset
 * @param measured of which they are made
 */
record Estimates(long frames, Map<Preset, WorkPlan> plans, Planner.Measured measured) {
    private static final int FRAMES = 3;

    /**
     * What is to be stylised.
     *
     * @param before what its frames go through before the model
     * @param frames in it, as counted
     */
    record VideoPart(Path file, Clip clip, ReadOptions reading, Optional<GraphFilter> before, long frames) {
        /** Counts the frames. */
        static VideoPart of(Path file, Clip clip, ReadOptions reading) {
            return new VideoPart(file, clip, reading, Optional.empty(), VideoReader.scan(file, clip, reading).info().frames());
        }
    }

    /** Measures the first frames. */
    static Estimates of(StyleTransfer transfer, Planner.Settings options, RgbImage style, int styles,
                        Masks masks, VideoPart video, Schedule schedule, Console console) {
        List<RgbImage> first = new ArrayList<>();
        try (TimedFrames frames = new TimedFrames(video.file, video.clip, video.reading, video.before, () -> { })) {
            for (; first.size() < FRAMES && frames.current() != null; frames.advance()) {
                first.add(frames.current());
            }
        }
        Progress progress = console.progress("measuring");
        try {
            Planner.Measured measured = new Planner(transfer, options, style, styles, masks, schedule,
                    console.steps(progress)).measure(first);
            Map<Preset, WorkPlan> plans = new EnumMap<>(Preset.class);
            for (Preset preset : Preset.values()) {
                plans.put(preset, measured.plan(video.frames, preset));
            }
            return new Estimates(video.frames, plans, measured);
        } finally {
            progress.clear();
        }
    }

    /** The best preset that takes no longer. */
    Preset within(double seconds) {
        return plans.entrySet().stream().filter(plan -> plan.getValue().seconds() <= seconds).findFirst()
                .map(Map.Entry::getKey).orElseThrow(() -> new MediaException(MediaException.Problem.USAGE,
                        "--max-time: no preset fits, draft takes about " + Progress.clock(plans.get(Preset.DRAFT).seconds())
                                + "; give more time, fewer --frames or a smaller --size"));
    }
}
