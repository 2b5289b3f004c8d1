package org.zvideo.cli.option;

import org.zvideo.core.diffusion.TimestepChoice;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Timesteps: a spacing, or a list. */
final class TimestepsConverter implements ITypeConverter<TimestepChoice> {
    @Override
    public TimestepChoice convert(String text) {
        try {
            return TimestepChoice.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
