package org.zvideo.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An enum by the names that users write: {@code style-cross} for {@code STYLE_CROSS}; an unknown one lists them. */
record OptionNames<E extends Enum<E>>(Class<E> type) implements ITypeConverter<E> {
    @Override
    public E convert(String text) {
        return Arrays.stream(type.getEnumConstants()).filter(value -> name(value).equals(text)).findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "': expected one of "
                        + Arrays.stream(type.getEnumConstants()).map(OptionNames::name).collect(Collectors.joining(", "))));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
