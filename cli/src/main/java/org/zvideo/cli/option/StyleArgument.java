package org.zvideo.cli.option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A style picture with its λ: {@code FILE} or {@code FILE:1.5}. The text after the colon is λ only if no file has the
 * whole name.
 */
public record StyleArgument(Path file, OptionalDouble lambda) {
    public static final class Converter implements ITypeConverter<StyleArgument> {
        @Override
        public StyleArgument convert(String text) {
            int colon = text.lastIndexOf(':');
            Path whole = FileConverter.path(text);
            if (colon <= 0 || Files.exists(whole)) {
                return new StyleArgument(whole, OptionalDouble.empty());
            }
            String lambda = text.substring(colon + 1);
            if (NumberConverter.meansNumber(lambda)) {
                throw new TypeConversionException(
                        "'" + text + "': expected a number " + NumberConverter.like(lambda) + " after the colon");
            }
            try {
                return new StyleArgument(
                        Path.of(text.substring(0, colon)), OptionalDouble.of(NumberConverter.number(lambda)));
            } catch (NumberFormatException e) {
                return new StyleArgument(whole, OptionalDouble.empty());
            }
        }
    }
}
