package org.zvideo.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time as FFmpeg does: {@code 12.5}, {@code 1:02.5}, {@code 1:00:00}; in seconds. */
public final class TimeConverter implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
        if (!text.matches("(\\d+:){0,2}\\d+(\\.\\d+)?s?")) {
            throw new TypeConversionException("'" + text + "': expected seconds, M:SS or H:MM:SS, like 12.5 or 1:02.5");
        }
        double seconds = 0;
        for (String part : text.replace("s", "").split(":")) {
            seconds = 60 * seconds + Double.parseDouble(part);
        }
        return seconds;
    }
}
