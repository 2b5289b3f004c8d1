package org.zvideo.cli.option;

import java.util.Optional;
import java.util.OptionalInt;
import org.zvideo.video.VideoCodec;
import picocli.CommandLine.Option;

/** How a video is encoded, and what happens to files that are in its way. */
public class EncodingArguments extends OverwriteArguments {
    @Option(
            names = "--codec",
            paramLabel = "NAME",
            description =
                    "h264, av1, vp9, ffv1, prores, gif or raw (default what fits the ending: vp9 for .webm, gif for .gif, raw for .y4m, else h264).")
    private VideoCodec codec;

    @Option(
            names = "--quality",
            paramLabel = "Q",
            description = "Quantizer: 0 is best, 51 worst with h264, 63 worst with av1 and vp9 (default 12, 14, 12);"
                    + " this encoder of h264 knows none below 12.")
    private Integer quality;

    /** Empty for the one that fits the file's name. */
    public Optional<VideoCodec> codec() {
        return Optional.ofNullable(codec);
    }

    /** Empty for the codec's default. */
    public OptionalInt quality() {
        return quality == null ? OptionalInt.empty() : OptionalInt.of(quality);
    }
}
