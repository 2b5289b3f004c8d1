package org.zvideo.video.container;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a file is whole, as far as its container says what belongs to it: a film that ends early, or has a hole, must not
 * pass for one that was made so. FFmpeg's demuxers take the end of a file for the end of the film and skip what they do not
 * understand.
 *
 * <p>The rule for every container: what it states about itself has to be true. Sizes of its parts lie one beside the other
 * up to the end, counters count, checksums agree, and what marks the end is there. What it does not state, as live recordings
 * do not, is not asked for.
 */
public final class Wholeness {
    @FunctionalInterface
    private interface Check {
        void of(ByteSource in) throws IOException;
    }

    /** By the first of the names that FFmpeg gives to a container. Raw streams are not here: they state nothing. */
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
     * What is missing or damaged first, in words that follow "the file".
     *
     * @param format FFmpeg's names of the container, with commas between them
     * @return empty if nothing contradicts what the file says of itself
     * @throws IOException if it cannot be read
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
