package org.zvideo.cli.option;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an amount of memory: {@code 800M}, {@code 6G}, {@code 1.5G}; in bytes. */
final class SizeConverter implements ITypeConverter<Long> {
    private static final String UNITS = "KMGT";

    @Override
    public Long convert(String text) {
        if (!text.toUpperCase(Locale.ROOT).matches("\\d+(\\.\\d+)?[KMGT]")) {
            throw new TypeConversionException("'" + text + "': expected a number and K, M, G or T, like 6G");
        }
        int last = text.length() - 1;
        int power = 1 + UNITS.indexOf(Character.toUpperCase(text.charAt(last)));
        return (long) (Double.parseDouble(text.substring(0, last)) * Math.pow(1024, power));
    }
}
