package org.zvideo.cli.option;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;
import org.zvideo.video.picture.PictureSequence;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Refuses options that would do nothing beside the others of the same command, whatever command that is. */
public record UnusedOptions(CommandLine line) {
    /** What an option refines, and the option whose 0 turns that off. */
    private static final Map<String, String> OFF = Map.of("--stroke-size", "--strokes", "--palette-scope", "--palette");

    private static final String RATE = "--fps";
    private static final String OUTPUT = "--output";

    /** Looks at every command that was given. */
    public static void refuse(ParseResult parsed) {
        parsed.asCommandLineList().forEach(line -> new UnusedOptions(line).refuse());
    }

    private void refuse() {
        OFF.forEach((option, amount) -> {
            if (given().hasMatchedOption(option) && Double.valueOf(0).equals(value(amount))) {
                throw refused(option + ": without effect with " + amount + " 0; leave one of them away");
            }
        });
        if (given().hasMatchedOption(RATE) && given().matchedArgs().stream().noneMatch(UnusedOptions::readsPictures)) {
            throw refused(RATE + ": without effect, since it is the rate of numbered pictures, like frames/%04d.png; a"
                    + " video has its own");
        }
    }

    private ParseResult given() {
        return line.getParseResult();
    }

    private Object value(String option) {
        return given().matchedOptionValue(option, null);
    }

    /** Whether an argument that names what is read names numbered pictures. */
    private static boolean readsPictures(ArgSpec argument) {
        if (argument instanceof OptionSpec option && option.longestName().equals(OUTPUT)) {
            return false;
        }
        Object value = argument.getValue();
        Stream<?> values = value instanceof Collection<?> several ? several.stream() : Stream.of(value);
        return values.anyMatch(one ->
                one instanceof Path path && PictureSequence.of(path).isPresent()
                        || one instanceof String text
                                && PictureSequence.of(Path.of(text.replaceFirst("^[^=]*=", "")))
                                        .isPresent());
    }

    private ParameterException refused(String why) {
        return new ParameterException(line, why);
    }
}
