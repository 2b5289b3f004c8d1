package org.zvideo.cli.option;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.zvideo.core.weights.LoraFile;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/**
 * The LoRAs of a preset: the one part of it that names files, and the one that may have several values. Names are relative to
 * the folder of the preset, or absolute; those of the command line replace all of them.
 */
final class PresetLoras {
    /** In the file. */
    static final String KEY = "lora";

    private static final String OPTION = "--" + KEY;

    private PresetLoras() {}

    /** Whether arguments name LoRAs themselves. */
    static boolean areGiven(String... arguments) {
        return Arrays.stream(arguments)
                .anyMatch(argument -> argument.equals(OPTION) || argument.startsWith(OPTION + "="));
    }

    /** The values of a preset as arguments. */
    static List<String> arguments(Path preset, List<String> values) {
        return values.stream()
                .map(value -> OPTION + "=" + inFolder(preset, value))
                .toList();
    }

    private static String inFolder(Path preset, String value) {
        try {
            boolean absolute = new LoraConverter().convert(value).file().isAbsolute();
            LoraFile lora = new LoraConverter()
                    .convert(absolute ? value : preset.toAbsolutePath().resolveSibling("") + "/" + value);
            return LoraConverter.text(lora);
        } catch (TypeConversionException e) {
            throw PresetJson.bad(preset, KEY + ": " + e.getMessage());
        }
    }

    /** Those of a command as values, with absolute names: a preset may be saved anywhere. */
    static Optional<List<String>> written(ParseResult parsed) {
        return parsed.hasMatchedOption(OPTION)
                ? Optional.of(parsed.matchedOption(OPTION).<List<LoraFile>>getValue().stream()
                        .map(lora -> new LoraFile(lora.file().toAbsolutePath(), lora.weight()))
                        .map(LoraConverter::text)
                        .toList())
                : Optional.empty();
    }
}
