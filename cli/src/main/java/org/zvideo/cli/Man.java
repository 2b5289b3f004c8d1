package org.zvideo.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Spec;

/** The command {@code zvideo man}: the manual page, made of what the help says. */
@Command(
        name = "man",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Writes the manual page: zvideo man | man -l -")
final class Man implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        System.out.print(page(spec.root()));
        return ExitCode.OK.status();
    }

    private static String page(CommandSpec root) {
        StringBuilder page = new StringBuilder(
                ".TH ZVIDEO 1\n.SH NAME\nzvideo \\- " + text(root.usageMessage().description()) + "\n.SH SYNOPSIS\n");
        for (String line : root.usageMessage().customSynopsis()) {
            page.append(".B ").append(escaped(line)).append("\n.br\n");
        }
        page.append(".SH OPTIONS\n");
        options(page, root);
        page.append(".SH COMMANDS\n");
        root.subcommands().values().stream()
                .distinct()
                .map(CommandLine::getCommandSpec)
                .forEach(command -> command(page, command));
        page.append(".SH EXIT STATUS\n");
        for (ExitCode code : ExitCode.values()) {
            page.append(".TP\n.B ")
                    .append(code.status())
                    .append('\n')
                    .append(code.meaning())
                    .append('\n');
        }
        return page.append(".SH ENVIRONMENT\n.TP\n.B ZVIDEO_JAVA_OPTS\nOptions for Java, like \\-Xmx4g.\n.TP\n.B"
                        + " JAVA_HOME\nThe Java that runs it, else the one on the PATH.\n.TP\n.B XDG_CACHE_HOME\nWhere measured"
                        + " kernels are kept.\n.TP\n.B NO_COLOR\nIf set, lines of progress instead of a bar.\n")
                .toString();
    }

    private static void command(StringBuilder page, CommandSpec command) {
        page.append(".SS ")
                .append(command.qualifiedName())
                .append('\n')
                .append(text(command.usageMessage().description()))
                .append('\n');
        options(page, command);
        command.subcommands().values().stream()
                .distinct()
                .map(CommandLine::getCommandSpec)
                .forEach(below -> command(page, below));
    }

    private static void options(StringBuilder page, CommandSpec command) {
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            page.append(".TP\n.B ")
                    .append(escaped(parameter.paramLabel()))
                    .append('\n')
                    .append(text(parameter.description()))
                    .append('\n');
        }
        for (OptionSpec option : command.options()) {
            String names = Stream.of(option.names())
                    .map(name -> escaped(option.negatable() ? name.replaceFirst("^--", "--[no-]") : name))
                    .collect(Collectors.joining(", "));
            page.append(".TP\n.B ")
                    .append(names)
                    .append(option.arity().max() == 0 ? "" : " " + escaped(option.paramLabel()))
                    .append('\n')
                    .append(text(option.description()))
                    .append('\n');
        }
    }

    private static String text(String... lines) {
        return List.of(lines).stream()
                .map(line -> Ansi.OFF.string(line).replace("%n", "\n"))
                .map(Man::escaped)
                .collect(Collectors.joining("\n"));
    }

    private static String escaped(String text) {
        String safe = text.replace("\\", "\\e").replace("-", "\\-").replace("%%", "%");
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }
}
