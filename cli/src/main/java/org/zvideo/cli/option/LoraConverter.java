package org.zvideo.cli.option;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.zvideo.core.weights.LoraFile;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a LoRA with its weight: {@code FILE} or {@code FILE:0.8}. The text after the last colon is the weight only if it is a
 * number and no file has the whole name, so that drives and names with colons work.
 */
public final class LoraConverter implements ITypeConverter<LoraFile> {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    @Override
    public LoraFile convert(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || exists(text)) {
            return new LoraFile(FileConverter.path(text), 1);
        }
        String weight = text.substring(colon + 1);
        if (NUMBER.matcher(weight).matches() && Double.isFinite(Double.parseDouble(weight))) {
            return new LoraFile(weighted(text, colon), Double.parseDouble(weight));
        }
        if (NumberConverter.meansNumber(weight) || exists(text.substring(0, colon))) {
            throw new TypeConversionException(
                    "'" + text + "': expected a number " + NumberConverter.like(weight) + " after the colon");
        }
        return new LoraFile(FileConverter.path(text), 1);
    }

    /** The file before the colon; an address is shown as it was typed. */
    private static Path weighted(String text, int colon) {
        Path file = FileConverter.local(text.substring(0, colon));
        return Files.exists(file) || !FileConverter.isAddress(text) ? file : FileConverter.path(text);
    }

    /** Whether there is a file of that name; on some systems a name with a colon is none. */
    private static boolean exists(String name) {
        try {
            return Files.isRegularFile(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** A text that is read as this LoRA, whatever files there are: the weight always stands. */
    static String text(LoraFile lora) {
        return lora.file() + ":" + lora.weight();
    }
}
