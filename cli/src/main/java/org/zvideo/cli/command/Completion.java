package org.zvideo.cli.command;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.zvideo.cli.terminal.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The command {@code zvideo generate-completion}. Picocli's script names its lists of values after the label of the
 * value, so that two options with a NAME share one list, and it writes constants as Java does. Both are corrected here.
 */
@Command(
        name = "generate-completion",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Writes completion for bash and zsh: source <(zvideo generate-completion)")
final class Completion implements Callable<Integer> {
    private static final Pattern VALUES = Pattern.compile("  local \\w+_option_args=\\((.*)\\) # (--[\\w-]+) values");
    private static final Pattern CASE = Pattern.compile("    '.*?'?(--[\\w-]+)'\\)");
    private static final Pattern USE = Pattern.compile("\\$\\{\\w+_option_args\\[@\\]\\}");
    /** Options whose values are or may be files, although their type is not Path. */
    private static final Set<String> FILES = Set.of("--style", "--cuts");

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        System.out.print(mended(AutoComplete.bash("zvideo", spec.root().commandLine())));
        return ExitCode.OK.status();
    }

    private static String mended(String script) {
        StringBuilder mended = new StringBuilder();
        String option = "";
        for (String line : script.lines().toList()) {
            Matcher values = VALUES.matcher(line);
            Matcher begin = CASE.matcher(line);
            option = begin.matches() ? begin.group(1) : option;
            if (values.matches()) {
                line = "  local " + variable(values.group(2)) + "=("
                        + values.group(1).toLowerCase(Locale.ROOT).replace('_', '-') + ")";
            } else if (line.equals("      return") && FILES.contains(option)) {
                line = "      type compopt &>/dev/null && compopt -o filenames\n"
                        + "      COMPREPLY=( $( compgen -f -- \"${curr_word}\" ) )\n      return";
            } else if (!option.isEmpty()) {
                line = USE.matcher(line).replaceAll("\\${" + variable(option) + "[@]}");
            }
            mended.append(line).append('\n');
        }
        return mended.toString();
    }

    private static String variable(String option) {
        return option.substring(2).replace('-', '_') + "_values";
    }
}
