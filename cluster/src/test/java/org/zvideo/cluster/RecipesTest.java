package org.zvideo.cluster;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.zvideo.cli.command.Commands;
import org.zvideo.cli.terminal.Cancellation;
import org.zvideo.cli.terminal.Console;
import picocli.CommandLine;

/** Oracle: picocli, which takes every command of docs/cluster.md, in recipes for schedulers too. */
class RecipesTest {
    /** The arguments of a container, each on a line of its own. */
    private static final Pattern LISTED = Pattern.compile("\\n {12}- ");

    /** A command up to the end of its line, of its quotes or of the shell's brackets. */
    private static final Pattern COMMAND =
            Pattern.compile("\\b(zvideo(?:-spark)?) ((?:\"[^\"]*\"|[^'\")#\\n\\]\\\\]|\\\\\\n)+)");

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|\\S+");

    /** Lists of words, the program first. */
    private static List<List<String>> commands() throws IOException {
        List<List<String>> commands = new ArrayList<>();
        Matcher command = COMMAND.matcher(LISTED.matcher(blocks()).replaceAll(" "));
        while (command.find()) {
            List<String> words = new ArrayList<>(List.of(command.group(1)));
            WORD.matcher(command.group(2).replace("\\\n", " "))
                    .results()
                    .map(RecipesTest::word)
                    .forEach(words::add);
            commands.add(words);
        }
        return commands;
    }

    /** What stands between the fences. */
    private static String blocks() throws IOException {
        StringBuilder inside = new StringBuilder();
        boolean open = false;
        for (String line : Files.readAllLines(Program.TESTDATA.resolve("../docs/cluster.md"))) {
            if (line.startsWith("```")) {
                open = !open;
            } else if (open) {
                inside.append(line).append('\n');
            }
        }
        return inside.toString();
    }

    /** A word without its quotes, and with a number where the shell puts one. */
    private static String word(MatchResult found) {
        String word = found.group(1) == null ? found.group() : found.group(1);
        return word.replaceAll("\\$\\{?[A-Z_]+}?", "7");
    }

    @Test
    void everyCommandIsOne() throws IOException {
        List<List<String>> commands = commands();
        assertTrue(commands.size() >= 13, commands.toString());
        for (List<String> words : commands) {
            Console console = new Console(new Cancellation());
            String[] arguments = words.subList(1, words.size()).toArray(String[]::new);
            CommandLine line =
                    words.get(0).equals("zvideo") ? Commands.line(console) : Main.line(console, RemoteFiles.of());
            assertDoesNotThrow(() -> line.parseArgs(named(arguments)), words.toString());
        }
    }

    /** Files with addresses are brought before the command line is read; here by name alone. */
    private static String[] named(String... arguments) {
        String[] named = arguments.clone();
        for (int n = 0; n < named.length; n++) {
            named[n] = named[n].replaceFirst("^(hdfs|s3a)://", "");
        }
        return named;
    }
}
