package org.zvideo.cli.option;

import java.util.List;
import java.util.Set;
import org.zvideo.core.error.Usage;
import org.zvideo.video.Rational;
import org.zvideo.video.ReadOptions;
import picocli.CommandLine.Option;

/** What is accepted of a video. */
public class InputArguments {
    /** An order that puts the options of a subclass before those here. */
    static final int FIRST = -2;

    @Option(
            names = "--fps",
            paramLabel = "N[/D]",
            defaultValue = "25",
            converter = RateConverter.class,
            description = "Pictures per second of a sequence like frames/%%04d.png (default ${DEFAULT-VALUE}; 29.97 is"
                    + " 30000/1001).")
    Rational rate;

    @Option(
            names = "--allow-damaged",
            description = "Use what can be decoded of a damaged video. The report lists the damage.")
    boolean allowDamaged;

    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            defaultValue = "" + ReadOptions.MAX_PIXELS,
            description = "Reject larger frames (default ${DEFAULT-VALUE}, 8192x8192).")
    long maxPixels;

    @Option(
            names = "--codecs",
            paramLabel = "LIST",
            split = ",",
            description = "Allow these decoders in addition to the usual ones, by FFmpeg's names.")
    List<String> codecs;

    public ReadOptions options() {
        return Usage.checked(
                () -> new ReadOptions(maxPixels, codecs == null ? Set.of() : Set.copyOf(codecs), allowDamaged, rate));
    }
}
