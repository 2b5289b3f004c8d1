package org.zvideo.cli.option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.zvideo.core.Preset;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OutputFile;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.request.Suggestion;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Options of the method in a JSON file, by their names without dashes: {@code {"steps": 20, "lambda": 1.3}}. The
 * command line takes precedence.
 */
public final class PresetFile implements IDefaultValueProvider {
    private static final String OPTION = "--preset";
    private final Path file;
    private final Map<String, String> values;
    /** As arguments: a default of an option is one value, and there may be several LoRAs. */
    private final List<String> loras;

    private PresetFile(Path file, Map<String, String> values, List<String> loras) {
        this.file = file;
        this.values = values;
        this.loras = loras;
    }

    private static Set<String> keys() {
        Set<String> keys = new TreeSet<>(Set.of("every", "keep-unstyled", "lora-inversion"));
        for (Object arguments : List.of(new MethodArguments(), new FilmAppearanceArguments(), new CarryArguments())) {
            CommandSpec.forAnnotatedObject(arguments).options().forEach(option -> keys.add(key(option)));
        }
        return keys;
    }

    private static String key(OptionSpec option) {
        return option.longestName().substring(2);
    }

    /**
     * If the arguments name a preset that is a file, makes its values defaults and returns the arguments without it.
     */
    public static String[] apply(CommandLine command, String... arguments) {
        List<String> rest = new ArrayList<>();
        for (int n = 0; n < arguments.length; n++) {
            boolean joined = arguments[n].startsWith(OPTION + "=");
            String name = joined
                    ? arguments[n].substring(OPTION.length() + 1)
                    : arguments[n].equals(OPTION) && n + 1 < arguments.length ? arguments[n + 1] : null;
            if (name != null && !isBuiltIn(name) && Files.isRegularFile(Path.of(name))) {
                PresetFile preset = read(Path.of(name));
                command.setDefaultValueProvider(preset);
                if (!PresetLoras.areGiven(arguments)) {
                    rest.addAll(preset.loras);
                }
                n += joined ? 0 : 1;
            } else {
                rest.add(arguments[n]);
            }
        }
        return rest.toArray(String[]::new);
    }

    private static boolean isBuiltIn(String name) {
        for (Preset preset : Preset.values()) {
            if (preset.name().equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private static PresetFile read(Path file) {
        Map<String, String> values = new LinkedHashMap<>();
        PresetJson read = PresetJson.read(file, PresetLoras.KEY);
        read.values().forEach((key, value) -> values.put(FormerNames.key(key), value));
        Set<String> known = keys();
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw PresetJson.bad(file, "unknown key " + key + Suggestion.hint(key, known));
            }
        }
        return new PresetFile(file, values, PresetLoras.arguments(file, read.listed()));
    }

    /** The file that the defaults of a command come from, if any. */
    public static Optional<Path> of(CommandLine command) {
        return command.getDefaultValueProvider() instanceof PresetFile preset
                ? Optional.of(preset.file)
                : Optional.empty();
    }

    /** The error of the file, if a value that is wrong stands there. */
    public static Optional<RuntimeException> blamed(ParameterException error) {
        CommandLine line = error.getCommandLine();
        return error.getArgSpec() instanceof OptionSpec option
                        && line.getDefaultValueProvider() instanceof PresetFile preset
                        && error.getMessage().contains("'" + preset.values.get(key(option)) + "'")
                ? Optional.of(PresetJson.bad(preset.file, error.getMessage()))
                : Optional.empty();
    }

    /** Whether the defaults of a command come from a file that sets this option. */
    static boolean sets(CommandLine command, String option) {
        return command.getDefaultValueProvider() instanceof PresetFile preset
                && preset.values.containsKey(option.substring(2));
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option ? values.get(key(option)) : null;
    }

    /**
     * Claims the name of a preset that will be saved. Permission to replace results does not extend to it: it may only
     * replace another preset.
     */
    public static OutputFile claim(OutputFiles files, Path file, boolean replace) {
        if (OutputFiles.isTaken(file) && !isPreset(file)) {
            throw new MediaException(
                    ErrorKind.CANNOT_CREATE,
                    "preset " + file + ": exists and is not a preset, so it stays; choose another file");
        }
        return files.claim(file, replace);
    }

    private static boolean isPreset(Path file) {
        try {
            return Files.isRegularFile(file) && read(file) != null;
        } catch (MediaException e) {
            return false;
        }
    }

    /** The options of the method that were given, on the command line or by another preset, as JSON. */
    public static byte[] chosen(CommandLine command) {
        ParseResult parsed = command.getParseResult();
        Map<String, Object> chosen = new TreeMap<>();
        IDefaultValueProvider defaults = command.getDefaultValueProvider();
        for (String key : keys()) {
            if (parsed.hasMatchedOption("--" + key)) {
                chosen.put(
                        key, String.join(",", parsed.matchedOption("--" + key).originalStringValues()));
            } else if (defaults instanceof PresetFile preset && preset.values.containsKey(key)) {
                chosen.put(key, preset.values.get(key));
            }
        }
        PresetLoras.written(parsed).ifPresent(loras -> chosen.put(PresetLoras.KEY, loras));
        return PresetJson.written(chosen);
    }
}
