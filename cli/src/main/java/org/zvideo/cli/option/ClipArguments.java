package org.zvideo.cli.option;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Usage;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.video.Clip;
import picocli.CommandLine.Option;

/** The part of a video that is read, and what is accepted of it. */
public final class ClipArguments extends InputArguments {
    @Option(
            names = "--from",
            order = FIRST,
            paramLabel = "TIME",
            converter = TimeConverter.class,
            defaultValue = "0",
            description = "Start at this time: seconds, M:SS or H:MM:SS.")
    double from;

    @Option(
            names = "--to",
            order = FIRST,
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Stop before this time of the video.")
    Double to;

    @Option(
            names = "--duration",
            order = FIRST,
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Stop after this much time.")
    Double duration;

    @Option(names = "--frames", order = FIRST, paramLabel = "N", description = "Stop after N frames.")
    Long frames;

    /** @throws ZvideoException of kind usage if the values describe no part of a video */
    public Clip clip() {
        if (to != null && duration != null) {
            throw new ZvideoException(ErrorKind.USAGE, "--to and --duration both say where it ends; give one of them");
        }
        return Usage.checked(
                () -> new Clip(from, end(), frames == null ? OptionalLong.empty() : OptionalLong.of(frames)));
    }

    private OptionalDouble end() {
        if (duration != null) {
            if (!(duration > 0)) {
                throw new IllegalArgumentException("duration " + duration + ": expected more than 0 seconds");
            }
            return OptionalDouble.of(from + duration);
        }
        return to == null ? OptionalDouble.empty() : OptionalDouble.of(to);
    }
}
