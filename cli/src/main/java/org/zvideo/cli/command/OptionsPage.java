package org.zvideo.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.zvideo.cli.option.OptionGroup;
import org.zvideo.cli.terminal.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The page {@code docs/options.md}: every command with its options, made from the same model as the help. What a command
 * shares with {@code zvideo} itself is described once, and the command links to it.
 */
final class OptionsPage {
    private static final String TABLE = "\n| option | what it does |\n|---|---|\n";

    private final StringBuilder page = new StringBuilder();
    /** Descriptions of the options of {@code zvideo} itself, by their synopsis. */
    private final Map<String, String> common = new LinkedHashMap<>();

    private OptionsPage() {}

    static String of(CommandSpec root, Map<String, String> environment) {
        return new OptionsPage().written(root, environment);
    }

    private String written(CommandSpec root, Map<String, String> environment) {
        page.append(
                "# Options\n\nThis page is generated from the program: `zvideo man --markdown >docs/options.md`.\n");
        heading(root);
        page.append("\n```\n")
                .append(Stream.of(root.usageMessage().customSynopsis())
                        .map(String::strip)
                        .collect(Collectors.joining("\n")))
                .append("\n```\n");
        for (OptionGroup group : OptionGroup.of(root)) {
            if (!group.heading().isEmpty()) {
                page.append("\n### ").append(group.heading()).append('\n');
            }
            table(group.heading().isEmpty() ? root : CommandSpec.create(), group.options());
        }
        root.options().forEach(option -> common.put(OptionGroup.synopsis(option), description(option)));
        commands(root, OptionGroup.of(root));
        page.append("\n## Exit status\n\n| status | meaning |\n|---|---|\n");
        for (ExitCode code : ExitCode.values()) {
            row(Integer.toString(code.status()), code.meaning());
        }
        page.append("\n## Environment\n\n| variable | what it does |\n|---|---|\n");
        environment.forEach((name, meaning) -> row("`" + name + "`", meaning));
        return page.toString();
    }

    private void commands(CommandSpec command, List<OptionGroup> shared) {
        command.subcommands().values().stream()
                .distinct()
                .map(CommandLine::getCommandSpec)
                .forEach(below -> {
                    heading(below);
                    options(below, shared);
                    commands(below, shared);
                });
    }

    private void heading(CommandSpec command) {
        page.append("\n## ").append(command.qualifiedName()).append("\n\n");
        for (String line : command.usageMessage().description()) {
            page.append(line.startsWith(" ") ? "- " : "")
                    .append(escaped(OptionGroup.text(line).strip()))
                    .append('\n');
        }
    }

    private void options(CommandSpec command, List<OptionGroup> shared) {
        List<OptionSpec> own = command.options().stream()
                .filter(option -> !description(option).equals(common.get(OptionGroup.synopsis(option))))
                .toList();
        if (!own.isEmpty() || !command.positionalParameters().isEmpty()) {
            table(command, own);
        }
        List<String> links = shared.stream()
                .filter(group -> !group.heading().isEmpty() && takes(command, group))
                .map(group -> "[" + group.heading() + "](#"
                        + group.heading().toLowerCase(Locale.ROOT).replace(' ', '-') + ")")
                .toList();
        List<String> single = command.options().stream()
                .filter(option -> !own.contains(option))
                .filter(option -> shared.stream()
                        .noneMatch(group -> !group.heading().isEmpty()
                                && takes(command, group)
                                && group.options().stream().anyMatch(other -> same(other, option))))
                .map(option -> "`" + option.longestName() + "`")
                .toList();
        String also = Stream.of(
                        links.isEmpty() ? "" : "the options of " + String.join(", ", links), String.join(", ", single))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("; "));
        if (!also.isEmpty()) {
            page.append("\nAs above: ").append(also).append(".\n");
        }
    }

    private static boolean takes(CommandSpec command, OptionGroup group) {
        return group.options().stream()
                .allMatch(option -> command.options().stream().anyMatch(other -> same(other, option)));
    }

    private static boolean same(OptionSpec one, OptionSpec other) {
        return OptionGroup.synopsis(one).equals(OptionGroup.synopsis(other))
                && description(one).equals(description(other));
    }

    private void table(CommandSpec command, List<OptionSpec> options) {
        page.append(TABLE);
        command.positionalParameters()
                .forEach(parameter -> row(
                        "`" + parameter.paramLabel().replace("|", "\\|") + "`",
                        OptionGroup.text(parameter.description())));
        options.forEach(option -> row(
                Stream.of(OptionGroup.synopsis(option).split(", "))
                        .map(name -> "`" + name.replace("|", "\\|") + "`")
                        .collect(Collectors.joining(", ")),
                description(option)));
    }

    private void row(String first, String meaning) {
        page.append("| ").append(first).append(" | ").append(escaped(meaning)).append(" |\n");
    }

    private static String description(OptionSpec option) {
        return OptionGroup.text(option.description());
    }

    private static String escaped(String text) {
        return text.replace("<", "&lt;").replace("*", "\\*").replace("|", "\\|");
    }
}
