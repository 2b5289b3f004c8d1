package org.zvideo.cli.option;

import java.util.Map;
import java.util.stream.Stream;

/** Names that options had earlier. They are accepted for one release; help and manual do not mention them. */
public final class FormerNames {
    private static final Map<String, String> PRESENT = Map.of(
            "deep-every", "coarse-every",
            "checkpoints", "gradient-checkpointing",
            "no-checkpoints", "no-gradient-checkpointing");

    private FormerNames() {}

    /** The arguments with the present names, {@code --name} and {@code --name=value} alike. */
    public static String[] replaced(String... arguments) {
        return Stream.of(arguments).map(FormerNames::replaced).toArray(String[]::new);
    }

    private static String replaced(String argument) {
        if (!argument.startsWith("--")) {
            return argument;
        }
        int end = argument.indexOf('=') < 0 ? argument.length() : argument.indexOf('=');
        return "--" + key(argument.substring(2, end)) + argument.substring(end);
    }

    /** The present name of an option, both without dashes. */
    static String key(String name) {
        return PRESENT.getOrDefault(name, name);
    }

    /** The present value of {@code --sain}. */
    public static String sain(String value) {
        return value.equals("printed") ? "paper-sign" : value;
    }
}
