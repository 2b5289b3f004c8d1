package org.zvideo.cli.option;

import java.util.List;
import org.zvideo.video.request.EnumNames;
import org.zvideo.video.request.Suggestion;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An enum by the names that users write: {@code style-cross} for {@code STYLE_CROSS}; an unknown one lists them.
 *
 * @param otherwise what else a message says is possible
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
