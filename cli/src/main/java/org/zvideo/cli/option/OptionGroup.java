package org.zvideo.cli.option;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options of a command that are listed together in its help, in order.
 *
 * @param heading the heading above them, without a colon; empty for those that come first
 */
public record OptionGroup(String heading, List<OptionSpec> options) {
    /** The groups of a command as its help shows them: the options without a heading, then each group. */
    public static List<OptionGroup> of(CommandSpec command) {
        List<OptionGroup> groups = new ArrayList<>();
        groups.add(new OptionGroup(
                "",
                command.options().stream()
                        .filter(option ->
                                option.group() == null || option.group().heading() == null)
                        .toList()));
        for (ArgGroupSpec group : command.argGroups()) {
            if (group.heading() != null) {
                groups.add(new OptionGroup(
                        text(group.heading()).strip().replaceFirst(":$", ""),
                        group.options().stream()
                                .sorted(Comparator.comparingInt(OptionSpec::order))
                                .toList()));
            }
        }
        return groups;
    }

    /** The names of an option and its value, as users write them: {@code -s, --style ART[:L]}. */
    public static String synopsis(OptionSpec option) {
        return Stream.of(option.names())
                        .map(name -> option.negatable() ? name.replaceFirst("^--", "--[no-]") : name)
                        .collect(Collectors.joining(", "))
                + (option.arity().max() == 0 ? "" : " " + option.paramLabel());
    }

    /** A description without picocli's markup, with line feeds between its lines. */
    public static String text(String... lines) {
        return Stream.of(lines)
                .map(line -> Ansi.OFF.string(line).replace("%n", "\n").replace("%%", "%"))
                .collect(Collectors.joining("\n"));
    }
}
