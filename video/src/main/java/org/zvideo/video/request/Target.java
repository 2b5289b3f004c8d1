package org.zvideo.video.request;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.zvideo.video.EncoderSettings;
import org.zvideo.video.VideoCodec;
import org.zvideo.video.file.FileName;
import org.zvideo.video.filter.ComparisonFilter;
import org.zvideo.video.picture.PictureSequence;
import org.zvideo.video.report.MeasuredFlow;

/**
 * What is written.
 *
 * @param file        the result; its ending says which kind of file, a pattern such as {@code out/%04d.png} makes pictures
 * @param codec       empty for the one that fits the name
 * @param quality     0 (best) to the codec's worst; empty for the codec's default
 * @param startNumber number of the first of numbered pictures; empty for that of the source's picture, or 1
 * @param overwrite   what happens to files of those names
 * @param comparison  layout of a second video with source and result in one picture; empty for none
 * @param restart     whether what an earlier, stopped run of this output has done is thrown away
 * @param keepWork    whether the work folder stays when the result is whole, so that it can be restyled
 * @param measuredFlow the motion along which the report of a video measures; empty: nothing is measured, and no page is written
 */
public record Target(
        Path file,
        Optional<VideoCodec> codec,
        OptionalInt quality,
        OptionalLong startNumber,
        Overwrite overwrite,
        Optional<ComparisonFilter.Layout> comparison,
        boolean restart,
        boolean keepWork,
        Optional<MeasuredFlow> measuredFlow) {
    /** A new file with the defaults that fit its name. */
    public static Target of(Path file) {
        return new Target(
                file,
                Optional.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                Overwrite.KEEP,
                Optional.empty(),
                false,
                false,
                Optional.of(MeasuredFlow.DEFAULT));
    }

    /** The same file with another answer to what happens to files of that name. */
    public Target withOverwrite(Overwrite other) {
        return new Target(file, codec, quality, startNumber, other, comparison, restart, keepWork, measuredFlow);
    }

    /** The same file with another codec. */
    public Target withCodec(VideoCodec other) {
        return new Target(
                file, Optional.of(other), quality, startNumber, overwrite, comparison, restart, keepWork, measuredFlow);
    }

    /** The same with another choice of whether the work folder stays. */
    public Target keepingWork(boolean keep) {
        return new Target(file, codec, quality, startNumber, overwrite, comparison, restart, keep, measuredFlow);
    }

    /** The same with another motion along which the report measures. */
    public Target measuredAlong(MeasuredFlow flow) {
        return measured(Optional.of(flow));
    }

    /** The same where nothing is measured. */
    public Target unmeasured() {
        return measured(Optional.empty());
    }

    private Target measured(Optional<MeasuredFlow> flow) {
        return new Target(file, codec, quality, startNumber, overwrite, comparison, restart, keepWork, flow);
    }

    /**
     * How the result is encoded.
     *
     * @throws IllegalArgumentException for a quality that the codec does not have, a codec or quality of numbered pictures, or a
     *     start number without them
     */
    public EncoderSettings encoder() {
        if (PictureSequence.of(file).isPresent() && (codec.isPresent() || quality.isPresent())) {
            throw new IllegalArgumentException((codec.isPresent() ? "codec" : "quality")
                    + ": numbered pictures have none to choose; leave it away");
        }
        VideoCodec chosen = codec.orElseGet(() -> VideoCodec.forName(name()));
        if (startNumber.isPresent() && PictureSequence.of(file).isEmpty()) {
            throw new IllegalArgumentException("start number " + startNumber.getAsLong() + ": output " + file
                    + " is not a pattern for numbered pictures such as out/%04d.png");
        }
        return new EncoderSettings(chosen, quality.orElse(chosen.defaultQuality()), startNumber);
    }

    /** The name without folders. */
    public String name() {
        return FileName.name(file);
    }
}
