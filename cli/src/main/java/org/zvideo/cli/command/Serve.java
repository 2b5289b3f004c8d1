package org.zvideo.cli.command;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.zvideo.cli.option.CarryArguments;
import org.zvideo.cli.option.FilmAppearanceArguments;
import org.zvideo.cli.option.MachineArguments;
import org.zvideo.cli.option.MethodArguments;
import org.zvideo.cli.option.ServeArguments;
import org.zvideo.cli.option.StyleArgument;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code zvideo serve}. What serves is loaded only when it is run. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Opens a page in the browser for those who prefer a window: choose a clip and paintings, see one"
                + " frame change, queue, compare. It is for this machine alone. With --watch, files that come into a folder"
                + " are stylized with the options below, which are for them.")
final class Serve implements Callable<Integer> {
    /** Groups of options that only files of a watched folder need: the page has its own. */
    private static final Set<String> OF_WATCH = Set.of("Appearance", "Carrying", "Method");

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServeArguments serve = new ServeArguments();

    @Option(
            names = {"-s", "--style"},
            paramLabel = "ART[:L]",
            converter = StyleArgument.Converter.class,
            description = "The style picture for files of --watch; several are mixed.")
    private List<StyleArgument> styles;

    @ArgGroup(validate = false, heading = "%nAppearance:%n")
    private FilmAppearanceArguments appearance = new FilmAppearanceArguments();

    @ArgGroup(validate = false, heading = "%nCarrying:%n")
    private CarryArguments carry = new CarryArguments();

    @ArgGroup(validate = false, heading = "%nMethod:%n")
    private MethodArguments method = new MethodArguments();

    @ArgGroup(validate = false, heading = "%nModel and machine:%n")
    private MachineArguments machine = new MachineArguments();

    @Mixin
    private final Console console;

    Serve(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        check();
        console.configureLogging();
        new ServeRun(
                        new ServeRun.Given(
                                serve, styles == null ? List.of() : styles, appearance, carry, method, machine),
                        spec.root(),
                        console)
                .run();
        return ExitCode.OK.status();
    }

    private void check() {
        if (serve.watch == null) {
            require(styles == null, "--style: only files of --watch need one; the page has its own");
            require(!serve.recursive, "--recursive needs --watch");
            require(!serve.headless, "--headless needs --watch");
            for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
                String group = option.group() == null ? "" : option.group().heading();
                require(
                        OF_WATCH.stream().noneMatch(group::contains),
                        option.longestName() + ": only for files of --watch; the page has its own");
            }
        } else {
            require(styles != null, "--watch needs --style");
        }
        require(
                serve.port >= 0 && serve.port <= ServeArguments.MOST_PORT,
                "--port " + serve.port + ": expected 0 to " + ServeArguments.MOST_PORT);
    }

    private void require(boolean good, String otherwise) {
        if (!good) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
