package org.zvideo.cli.option;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number as Java writes it. */
public final class NumberConverter implements ITypeConverter<Double> {
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?((\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|NaN|Infinity)");

    @Override
    public Double convert(String text) {
        try {
            return number(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "': expected a number " + like(text));
        }
    }

    /**
     * A number in decimal digits. Java would also take those of programs, like {@code 0x1p-1} and {@code 1f}.
     *
     * @throws NumberFormatException if it is none
     */
    static double number(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new NumberFormatException(text);
        }
        return Double.parseDouble(text);
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
