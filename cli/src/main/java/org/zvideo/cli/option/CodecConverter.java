package org.zvideo.cli.option;

import java.util.Locale;
import java.util.Set;
import org.zvideo.video.VideoCodec;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the name of a codec. */
public final class CodecConverter implements ITypeConverter<VideoCodec> {
    /** What people call HEVC. This FFmpeg is the LGPL one, without x265, and its other encoders of HEVC need a graphics card. */
    private static final Set<String> HEVC = Set.of("hevc", "h265", "h.265", "x265", "libx265");

    private final OptionNames<VideoCodec> names = new OptionNames<>(VideoCodec.class);

    @Override
    public VideoCodec convert(String text) {
        if (HEVC.contains(text.toLowerCase(Locale.ROOT))) {
            throw new TypeConversionException("'" + text + "': this FFmpeg has no HEVC encoder that runs on a CPU; use"
                    + " av1, whose files are smaller, or h264, which plays everywhere");
        }
        return names.convert(text);
    }
}
