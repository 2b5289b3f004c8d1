package org.zvideo.cli.option;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
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
            try {
                if (colon > 0 && !Files.exists(Path.of(text))) {
                    return new StyleArgument(
                            Path.of(text.substring(0, colon)),
                            OptionalDouble.of(Double.parseDouble(text.substring(colon + 1))));
                }
                return new StyleArgument(Path.of(text), OptionalDouble.empty());
            } catch (NumberFormatException e) {
                return new StyleArgument(Path.of(text), OptionalDouble.empty());
            } catch (InvalidPathException e) {
                throw new TypeConversionException("'" + text + "' is not a file name");
            }
        }
    }
}
