package org.zvideo.cli.option;

import java.util.List;
import org.zvideo.video.request.EnumNames;
import org.zvideo.video.request.Suggestion;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Converts an enum by the names that users write, {@code style-cross} for {@code STYLE_CROSS}. The error for an unknown
 * name lists all of them.
 *
 * @param otherwise what else is possible, in messages
 */
public record OptionNames<E extends Enum<E>>(Class<E> type, String otherwise) implements ITypeConverter<E> {
    public OptionNames(Class<E> type) {
        this(type, "");
    }

    @Override
    public E convert(String text) {
        return EnumNames.find(type, text).orElseThrow(() -> unknown(text));
    }

    private TypeConversionException unknown(String text) {
        List<String> names = EnumNames.all(type);
        return new TypeConversionException("'" + text + "': expected one of " + String.join(", ", names) + otherwise
                + Suggestion.hint(text, names));
    }
}
