package org.zvideo.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.zvideo.cli.option.OptionGroup;
import org.zvideo.cli.terminal.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code zvideo man}: the manual page, or {@code docs/options.md}, made from the model of the help. */
@Command(
        name = "man",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Writes the manual page: zvideo man | man -l -")
final class Man implements Callable<Integer> {
    private static final Map<String, String> ENVIRONMENT = environment();

    @Spec
    private CommandSpec spec;

    @Option(names = "--markdown", description = "Write it in Markdown, as docs/options.md.")
    private boolean markdown;

    @Override
    public Integer call() {
        System.out.print(markdown ? OptionsPage.of(spec.root(), ENVIRONMENT) : page(spec.root()));
        return ExitCode.OK.status();
    }

    private static Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("ZVIDEO_JAVA_OPTS", "Options for the Java virtual machine, like -Xmx4g.");
        variables.put("JAVA_HOME", "The Java to use instead of the one on the PATH.");
        variables.put(
                "XDG_CACHE_HOME",
                "Folder of the cache of measured kernels and of hashes of large files (default ~/.cache).");
        variables.put(
                "ZVIDEO_CPU_LEVEL",
                "If avx2, nothing beyond AVX2 is used, so that machines with different processors give the same bits.");
        variables.put("NO_COLOR", "If set, progress is printed as lines instead of a bar.");
        return variables;
    }

    private static String page(CommandSpec root) {
        StringBuilder page = new StringBuilder(
                ".TH ZVIDEO 1\n.SH NAME\nzvideo \\- " + text(root.usageMessage().description()) + "\n.SH SYNOPSIS\n");
        for (String line : root.usageMessage().customSynopsis()) {
            page.append(".B ").append(escaped(line.strip())).append("\n.br\n");
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
            item(page, Integer.toString(code.status()), code.meaning());
        }
        page.append(".SH ENVIRONMENT\n");
        ENVIRONMENT.forEach((name, meaning) -> item(page, name, meaning));
        return page.toString();
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
        command.positionalParameters()
                .forEach(parameter -> item(page, parameter.paramLabel(), OptionGroup.text(parameter.description())));
        for (OptionGroup group : OptionGroup.of(command)) {
            if (!group.heading().isEmpty()) {
                page.append(".PP\n.I ").append(escaped(group.heading())).append('\n');
            }
            group.options()
                    .forEach(
                            option -> item(page, OptionGroup.synopsis(option), OptionGroup.text(option.description())));
        }
    }

    private static void item(StringBuilder page, String name, String meaning) {
        page.append(".TP\n.B ")
                .append(escaped(name))
                .append('\n')
                .append(text(meaning))
                .append('\n');
    }

    private static String text(String... lines) {
        return OptionGroup.text(lines).lines().map(Man::escaped).collect(Collectors.joining("\n"));
    }

    private static String escaped(String text) {
        String safe = text.replace("\\", "\\e").replace("-", "\\-");
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }
}
