package org.zvideo.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --color}: style is 0, content is 1, or a number between. */
final class ColorConverter implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
        try {
            double share = switch (text) {
                case "style" -> 0;
                case "content" -> 1;
                default -> Double.parseDouble(text);
            };
            if (share >= 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw new TypeConversionException("'" + text + "': expected style, content or a number from 0 to 1");
    }
}
