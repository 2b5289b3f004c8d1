package org.zvideo.video.plan;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.zvideo.core.Preset;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Clip;
import org.zvideo.video.GraphFilter;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.SourceScan;
import org.zvideo.video.TimedFrames;
import org.zvideo.video.error.MediaException;

/**
 * What every preset would cost for a clip; to be asked while the model is open.
 *
 * @param frames   of the clip
 * @param measured what its first frames took
 */
public record Estimates(long frames, Planner.Measured measured) {
    private static final int FRAMES = 3;

    /**
     * What is to be stylized.
     *
     * @param before what its frames go through before the model
     * @param frames in it, as counted
     */
    public record VideoPart(Path file, Clip clip, ReadOptions reading, Optional<GraphFilter> before, long frames) {
        /** Counts the frames. */
        public static VideoPart of(Path file, Clip clip, ReadOptions reading) {
            return new VideoPart(
                    file,
                    clip,
                    reading,
                    Optional.empty(),
                    SourceScan.of(file, clip, reading).info().frames());
        }
    }

    /** Measures the first frames. */
    public static Estimates of(Planner planner, VideoPart video) {
        List<RgbImage> first = TimedFrames.images(
                video.file, video.clip.first(Math.min(FRAMES, video.frames)), video.reading, video.before);
        return new Estimates(video.frames, planner.measure(first));
    }

    /** The cost with a preset. */
    public WorkPlan plan(Preset preset) {
        return measured.plan(frames, preset);
    }

    /**
     * The best preset that takes no longer.
     *
     * @throws MediaException if none does
     */
    public Preset within(double seconds) {
        return Arrays.stream(Preset.values())
                .filter(preset -> plan(preset).seconds() <= seconds)
                .findFirst()
                .orElseThrow(() -> new MediaException(
                        ErrorKind.USAGE,
                        "time limit: no preset fits, draft takes about "
                                + Durations.clock(plan(Preset.DRAFT).seconds())
                                + "; allow more time, fewer frames or a smaller size"));
    }
}
