package org.zvideo.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.cli.terminal.Console;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What is reported of options that a command does not have. */
class UnknownOptionsTest {
    /** The commonest slip. Oracle: picocli's model of each command, and an exchange of two letters. */
    @Test
    void everyOptionIsSuggestedWhereTwoOfItsLettersAreSwapped() {
        CommandLine program = Commands.line(new Console(null));
        int looked = 0;
        for (CommandLine command : List.of(program, program.getSubcommands().get("preview"))) {
            Map<String, OptionSpec> options = command.getCommandSpec().optionsMap();
            String before = command == program ? "in.mp4" : "preview in.mp4";
            for (OptionSpec option : command.getCommandSpec().options()) {
                String name = option.longestName();
                for (int n = 2; n + 1 < name.length(); n++) {
                    String swapped = name.substring(0, n) + name.charAt(n + 1) + name.charAt(n) + name.substring(n + 2);
                    if (!options.containsKey(swapped) && name.startsWith("--") && n > 2) {
                        String said = said(before + " " + swapped + " 1");
                        assertTrue(said.contains("; did you mean " + name + "?"), swapped + ": " + said);
                        looked++;
                    }
                }
            }
        }
        assertTrue(looked > 500, "swaps " + looked);
    }

    /** Oracle: the sentences. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "in.mp4 --sytle a.jpg | Unknown option: '--sytle'; did you mean --style?; see zvideo --help",
                "preview in.mp4 --sytle=a.jpg | Unknown option: '--sytle'; did you mean --style?; see zvideo preview --help",
                "in.mp4 --style a.jpg --prompt cat | --prompt: there is no text prompt, the style is a picture: --style; see zvideo --help",
                "in.mp4 --style a.jpg --seed 3 | --seed: there is no seed, results are deterministic; see zvideo --help",
                "preview in.mp4 --style a.jpg --temporal none | zvideo preview has no --temporal, which is an option of a run; see zvideo preview --help",
                "preview in.mp4 | Missing required option: '--style=ART[:L]'; see zvideo preview --help"
            })
    void theLineSaysWhatToDo(String words, String expected) {
        assertEquals("zvideo: error: " + expected + System.lineSeparator(), said(words));
    }

    private static String said(String words) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            assertEquals(64, Commands.line(new Console(null)).execute(words.split(" ")), words);
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
