package org.zvideo.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.zvideo.core.RgbImage;
import org.zvideo.core.StyleTransfer;
import org.zvideo.video.Clip;
import org.zvideo.video.MediaException;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.Preset;
import org.zvideo.video.VideoFrame;
import org.zvideo.video.VideoReader;
import org.zvideo.video.filter.RgbFrames;
import org.zvideo.video.filter.StyleTransferFilter.Schedule;
import org.zvideo.video.plan.Planner;
import org.zvideo.video.plan.WorkPlan;

/**
 * What every preset would cost for a clip.
 *
 * @param frames of the clip
 * @param plans  by preset
 */
record Estimates(long frames, Map<Preset, WorkPlan> plans) {
    private static final int FRAMES = 3;

    /** Measures the first frames. */
    static Estimates of(StyleTransfer transfer, Planner.Settings options, RgbImage style, int styles,
                        Path input, Clip clip, Schedule schedule, Console console) {
        List<RgbImage> first = new ArrayList<>();
        MediaInfo info;
        try (VideoReader reader = VideoReader.open(input, clip)) {
            info = reader.info();
            for (Optional<VideoFrame> next = reader.nextFrame(); next.isPresent() && first.size() < FRAMES;
                    next = reader.nextFrame()) {
                try (VideoFrame frame = next.get()) {
                    first.add(RgbFrames.toImage(frame.image()));
                }
            }
        }
        if (first.isEmpty()) {
            throw new MediaException(MediaException.Problem.BAD_INPUT, "video " + input + ": it has no frames");
        }
        if (info.frames() <= 0) {
            throw new MediaException(MediaException.Problem.BAD_INPUT, "video " + input
                    + ": it does not say how many frames it has, so its time cannot be told; give --frames");
        }
        Progress progress = console.progress("measuring");
        try {
            Planner.Measured measured = new Planner(transfer, options, style, styles, schedule, console.steps(progress))
                    .measure(first);
            Map<Preset, WorkPlan> plans = new EnumMap<>(Preset.class);
            for (Preset preset : Preset.values()) {
                plans.put(preset, measured.plan(info.frames(), preset));
            }
            return new Estimates(info.frames(), plans);
        } finally {
            progress.clear();
        }
    }

    /** The best preset that takes no longer. */
    Preset within(double seconds) {
        return plans.entrySet().stream().filter(plan -> plan.getValue().seconds() <= seconds).findFirst()
                .map(Map.Entry::getKey).orElseThrow(() -> new MediaException(MediaException.Problem.USAGE,
                        "--max-time: no preset fits, draft takes about " + clock(plans.get(Preset.DRAFT).seconds())
                                + "; give more time, fewer --frames or a smaller --size"));
    }

    /** H:MM:SS. */
    static String clock(double seconds) {
        long whole = Math.round(seconds);
        return String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }
}
