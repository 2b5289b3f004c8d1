package org.zvideo.cli;

import java.util.List;
import java.util.Set;
import org.zvideo.video.ReadLimits;
import picocli.CommandLine.Option;

/** What is accepted of a video. */
final class InputArguments {
    @Option(names = "--allow-damaged", description = "Take what can be decoded of a damaged video; the report says what.")
    boolean allowDamaged;

    @Option(names = "--max-pixels", paramLabel = "N", defaultValue = "67108864",
            description = "Refuse larger frames (default ${DEFAULT-VALUE}, 8192x8192).")
    long maxPixels;

    @Option(names = "--codecs", paramLabel = "LIST", split = ",",
            description = "Allow these decoders besides the usual ones, by FFmpeg's names.")
    List<String> codecs;

    ReadLimits limits() {
        return new ReadLimits(maxPixels, codecs == null ? Set.of() : Set.copyOf(codecs), allowDamaged);
    }
}
