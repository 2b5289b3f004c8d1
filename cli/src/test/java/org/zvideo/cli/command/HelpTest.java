package org.zvideo.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.zvideo.cli.terminal.Console;
import picocli.CommandLine;

/** Oracle: picocli, which warns on standard error of a description that is not a format string, and prints it unformatted. */
class HelpTest {
    @Test
    void everyCommandsHelpIsFormatted() {
        PrintStream before = System.err;
        ByteArrayOutputStream warnings = new ByteArrayOutputStream();
        System.setErr(new PrintStream(warnings, true, StandardCharsets.UTF_8));
        try {
            check(Commands.line(new Console(null)));
        } finally {
            System.setErr(before);
        }
        assertEquals("", warnings.toString(StandardCharsets.UTF_8));
    }

    private static void check(CommandLine line) {
        String help = line.getUsageMessage();
        assertFalse(help.contains("%%") || help.contains("%n"), help);
        line.getSubcommands().values().forEach(HelpTest::check);
    }
}
