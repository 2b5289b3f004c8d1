package org.zvideo.cli.option;

import org.zvideo.core.error.Usage;
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

    @Option(names = "--frames", order = FIRST, paramLabel = "N", description = "Stop after N frames.")
    Long frames;

    public Clip clip() {
        return Usage.checked(() -> Clip.of(from, frames));
    }
}
