package org.zvideo.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

    /** Oracle: status 0 and the text of each command; only that of the program itself has a short one. */
    @Test
    void everyCommandTellsItsHelpByBothNames() {
        for (String option : List.of("-h", "--help")) {
            for (String name : Commands.line(new Console(null)).getSubcommands().keySet()) {
                String said = said(name, option);
                assertTrue(said.contains("Usage: zvideo " + name), name + " " + option + ": " + said);
            }
        }
        assertEquals(ShortHelp.TEXT, said("-h"));
        assertTrue(said("--help").contains("Exit status:"));
        assertTrue(said("--version").startsWith("zvideo "));
        assertEquals(said("--version"), said("-V"));
    }

    private static String said(String... words) {
        StringWriter said = new StringWriter();
        assertEquals(
                0,
                Commands.line(new Console(null)).setOut(new PrintWriter(said)).execute(words),
                String.join(" ", words));
        return said.toString();
    }

    /** Oracle: a terminal of 24 lines and 80 columns, and the parser. */
    @Test
    void theShortHelpFitsAScreenAndItsExamplesAreCommands() {
        List<String> lines = ShortHelp.TEXT.lines().toList();
        assertTrue(lines.size() <= 24, lines.size() + " lines");
        lines.forEach(line -> assertTrue(line.length() <= 80, line));
        List<String> examples =
                lines.stream().filter(line -> line.startsWith("  zvideo")).toList();
        assertTrue(examples.size() >= 5);
        for (String example : examples) {
            List<String> words = List.of(example.replaceFirst("#.*", "").strip().split(" "));
            Commands.line(new Console(null))
                    .parseArgs(words.subList(1, words.size()).toArray(String[]::new));
        }
    }

    private static void check(CommandLine line) {
        String help = line.getUsageMessage();
        assertFalse(help.contains("%%") || help.contains("%n"), help);
        line.getSubcommands().values().forEach(HelpTest::check);
    }
}
