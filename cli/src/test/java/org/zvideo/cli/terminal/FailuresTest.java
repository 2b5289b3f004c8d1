package org.zvideo.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.zvideo.cli.command.Commands;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.error.ZvideoException;
import picocli.CommandLine;

/** A remedy that a command has no option for is none. Oracle: the options that picocli knows of each command. */
class FailuresTest {
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--?[a-zA-Z][\\w-]*");

    static Stream<CommandLine> commands() {
        List<CommandLine> all = new ArrayList<>();
        addTo(all, Commands.line(new Console(new Cancellation())));
        return all.stream();
    }

    private static void addTo(List<CommandLine> all, CommandLine command) {
        all.add(command);
        command.getSubcommands().values().forEach(below -> addTo(all, below));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandOffersWhatItCanDo(CommandLine command) {
        Failures failures = Failures.of(command.getCommandSpec());
        List<Throwable> errors = new ArrayList<>(List.of(
                new OutOfMemoryError("native"), new RuntimeException("out of memory"), new RuntimeException("fault")));
        for (Remedy.Id id : Remedy.Id.values()) {
            errors.add(new ZvideoException(ErrorKind.BAD_INPUT, "what: why", new Remedy(id, "x"), null));
        }
        for (Throwable error : errors) {
            String line = failures.line(error);
            OPTION.matcher(line.replaceAll("--\\S+ of zvideo", ""))
                    .results()
                    .forEach(option -> assertTrue(
                            command.getCommandSpec().optionsMap().containsKey(option.group()),
                            command.getCommandName() + ": " + line));
            assertFalse(line.endsWith(";") || line.contains(";;") || line.contains("; or "), line);
        }
    }

    /** The main command has every option that a remedy names, so each of its messages names what helps. */
    @ParameterizedTest
    @MethodSource("commands")
    void nothingIsLeftWithoutHelpByTheMainCommand(CommandLine command) {
        if (command.getParent() == null) {
            for (Remedy.Id id : Remedy.Id.values()) {
                String line = Failures.of(command.getCommandSpec())
                        .line(new ZvideoException(ErrorKind.BAD_INPUT, "what: why", new Remedy(id, "x"), null));
                assertTrue(line.startsWith("error: what: why; "), line);
            }
            assertEquals(
                    "error: what: why; copy it again from its source or use what is left with --allow-damaged",
                    Failures.of(command.getCommandSpec())
                            .line(new ZvideoException(
                                    ErrorKind.BAD_INPUT, "what: why", Remedy.of(Remedy.Id.ALLOW_DAMAGED), null)));
        }
    }
}
