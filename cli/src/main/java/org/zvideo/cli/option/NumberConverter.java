package org.zvideo.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number as Java writes it. */
public final class NumberConverter implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "': expected a number " + like(text));
        }
    }

    /** How a number is written that people may mean by a text: {@code 1,5} and {@code 150%} are 1.5. */
    static String like(String text) {
        if (text.matches("\\d{1,9},\\d{1,9}")) {
            return "with a point: " + text.replace(',', '.');
        }
        return text.matches("\\d{1,6}(\\.\\d{1,6})?\\s?%")
                ? "without a percent sign: " + Double.parseDouble(text.replaceAll("\\s?%", "")) / 100
                : "like 1.5";
    }

    /** Whether a text is a number that is written in another way. */
    static boolean meansNumber(String text) {
        return !like(text).equals("like 1.5");
    }
}
