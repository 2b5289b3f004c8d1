package org.zvideo.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.zvideo.cli.terminal.Console;
import org.zvideo.video.request.EnumNames;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Help, completion and what is accepted are one list. Oracle: the constants of the option's type. */
class OptionListsTest {
    /** Reads each option's names out of its help; a name that is not accepted would be one too many in the line of --codec. */
    @Test
    void helpListsWhatIsAccepted() {
        Set<String> looked = new TreeSet<>();
        for (CommandLine command : commands()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                Class<?> type = option.auxiliaryTypes()[0];
                if (type.isEnum()) {
                    Set<String> words = new TreeSet<>(
                            Arrays.asList(String.join(" ", option.description()).split("[^a-z0-9-]+")));
                    for (String name : names(type)) {
                        assertTrue(
                                words.contains(name),
                                command.getCommandName() + " " + option.longestName() + " does not list " + name);
                    }
                    looked.add(option.longestName());
                }
            }
        }
        assertTrue(looked.size() >= 15 && looked.contains("--codec") && looked.contains("--sheet"), looked.toString());
    }

    @Test
    void completionOffersWhatIsAccepted() {
        ByteArrayOutputStream script = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(script, true, StandardCharsets.UTF_8));
        try {
            assertEquals(0, Commands.line(new Console(null)).execute("generate-completion"));
        } finally {
            System.setOut(before);
        }
        Pattern list = Pattern.compile("local (\\w+)_values=\\((.*)\\)");
        Set<String> looked = new TreeSet<>();
        Matcher found = list.matcher(script.toString(StandardCharsets.UTF_8));
        while (found.find()) {
            String name = "--" + found.group(1).replace('_', '-');
            List<String> offered = Arrays.stream(found.group(2).split(" "))
                    .map(word -> word.replace("\"", ""))
                    .toList();
            List<List<String>> accepted = commands().stream()
                    .map(command -> command.getCommandSpec().findOption(name))
                    .filter(option -> option != null && option.auxiliaryTypes()[0].isEnum())
                    .map(option -> names(option.auxiliaryTypes()[0]))
                    .toList();
            assertTrue(accepted.isEmpty() || accepted.contains(offered), name + ": " + offered);
            looked.add(name);
        }
        assertTrue(looked.contains("--codec") && looked.contains("--sheet"), looked.toString());
    }

    private static List<String> names(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> EnumNames.of((Enum<?>) constant))
                .toList();
    }

    private static List<CommandLine> commands() {
        List<CommandLine> all = new ArrayList<>();
        addTo(all, Commands.line(new Console(null)));
        return all;
    }

    private static void addTo(List<CommandLine> all, CommandLine command) {
        all.add(command);
        new LinkedHashSet<>(command.getSubcommands().values()).forEach(below -> addTo(all, below));
    }
}
