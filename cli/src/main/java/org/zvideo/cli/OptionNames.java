package org.zvideo.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.zvideo.video.Preset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An enum by the names that users write: {@code style-cross} for {@code STYLE_CROSS}; an unknown one lists them. */
record OptionNames<E extends Enum<E>>(Class<E> type) implements ITypeConverter<E> {
    @Override
    public E convert(String text) {
        return Arrays.stream(type.getEnumConstants()).filter(value -> name(value).equals(text)).findFirst()
                .orElseThrow(() -> unknown(text));
    }

    private TypeConversionException unknown(String text) {
        List<String> names = Arrays.stream(type.getEnumConstants()).map(OptionNames::name).toList();
        return new TypeConversionException("'" + text + "': expected one of " + String.join(", ", names)
                + (type == Preset.class ? ", or a file" : "") + Nearest.hint(text, names));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
