package org.zvideo.cli.option;

import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a whole number in decimal digits.
 *
 * @param parse reads one that fits the type
 */
public record WholeNumberConverter<N extends Number>(Function<String, N> parse) implements ITypeConverter<N> {
    @Override
    public N convert(String text) {
        try {
            return parse.apply(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "': expected a whole number "
                    + (text.matches("[+-]?\\d+") ? "of fewer digits" : "like " + like(text)));
        }
    }

    /** The whole part of what was typed, where it has one. */
    private static String like(String text) {
        return text.matches("\\d{1,6}[.,]\\d{1,6}|\\d{1,6}\\s?[%a-zA-Z]+") ? text.replaceFirst("\\D.*", "") : "12";
    }
}
