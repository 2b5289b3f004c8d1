package org.zvideo.cli.terminal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zvideo.video.request.Suggestion;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * An option that a command does not have, and what its user probably looked for.
 *
 * @param command the command
 * @param name    the option as it was typed, without a value
 */
record UnknownOption(CommandSpec command, String name) {
    /** What programs that paint have and this one has not, with what takes its place. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "--prompt", "there is no text prompt, the style is a picture: --style",
            "--negative-prompt", "there is no text prompt, the style is a picture: --style",
            "--seed", "there is no seed, results are deterministic");

    /**
     * The first that was given; empty if the error is about something else. Picocli looks for missing options first, and a
     * misspelled one is missing.
     */
    static Optional<UnknownOption> of(ParameterException error) {
        CommandLine line = error.getCommandLine();
        boolean unknown = error instanceof CommandLine.UnmatchedArgumentException
                || error instanceof CommandLine.MissingParameterException;
        List<String> rest = unknown ? line.getUnmatchedArguments() : List.of();
        return rest.stream()
                .filter(word -> word.matches("--?[a-zA-Z].*"))
                .map(word -> new UnknownOption(line.getCommandSpec(), word.replaceFirst("=.*", "")))
                .findFirst();
    }

    /** What to say of it. */
    String message() {
        if (ELSEWHERE.containsKey(name)) {
            return name + ": " + ELSEWHERE.get(name);
        }
        if (command.parent() != null && command.root().optionsMap().containsKey(name)) {
            return command.qualifiedName() + " has no " + name + ", which is an option of a run";
        }
        return "Unknown option: '" + name + "'" + Suggestion.hint(name, names());
    }

    private List<String> names() {
        return command.options().stream()
                .filter(option -> !option.hidden())
                .map(OptionSpec::longestName)
                .toList();
    }
}
