package org.zvideo.video.container;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Checks whether a file is complete, as far as its container states what belongs to it. A video that ends early or has
 * a hole must not pass for one that was made that way. FFmpeg's demuxers take the end of the file for the end of the
 * video, and skip what they do not understand.
 *
 * <p>One rule holds for every container: what it states about itself must be true. Its parts lie next to each other up
 * to the end of the file, counters count, checksums match, and the end mark exists. What a container does not state, as
 * in live recordings, is not required.
 */
public final class Wholeness {
    @FunctionalInterface
    private interface Check {
        void of(ByteSource in) throws IOException;
    }

    /**
     * The check for each container, by the first of FFmpeg's names for it. Raw streams have none because they state
     * nothing.
     */
    private static final Map<String, Check> CHECKS = Map.ofEntries(
            Map.entry("mov", in -> new IsoBoxes(in).check()),
            Map.entry("matroska", in -> new EbmlElements(in).check()),
            Map.entry("avi", in -> new RiffChunks(in).check()),
            Map.entry("ogg", in -> new OggPages(in).check()),
            Map.entry("mpegts", in -> new TransportPackets(in).check()),
            Map.entry("mpeg", ProgramPacks::check),
            Map.entry("flv", FlvTags::check),
            Map.entry("asf", in -> new AsfPackets(in).check()),
            Map.entry("mxf", MxfTriplets::check),
            Map.entry("nut", in -> new NutPackets(in).check()),
            Map.entry("dv", DvSequences::check),
            Map.entry("obu", ObuUnits::check),
            Map.entry("apng", PngChunks::check),
            Map.entry("gif", GifBlocks::check),
            Map.entry("ivf", IvfFrames::check),
            Map.entry("yuv4mpegpipe", Y4mFrames::check));

    private Wholeness() {}

    /**
     * Returns the first thing that is missing or damaged, in words that follow the name of the file.
     *
     * @param format FFmpeg's names of the container, separated by commas
     * @return empty if nothing contradicts what the file states about itself
     * @throws IOException if the file cannot be read
     */
    public static Optional<String> finding(Path file, String format) throws IOException {
        Check check = CHECKS.get(format.split(",")[0]);
        if (check == null) {
            return Optional.empty();
        }
        try (ByteSource in = new ByteSource(file)) {
            check.of(in);
            return Optional.empty();
        } catch (DamageException e) {
            return Optional.of("the file is damaged: " + e.getMessage());
        } catch (EOFException | ArithmeticException e) {
            return Optional.of("the file ends before its data does: it is truncated");
        }
    }
}
