package org.zvideo.cli.terminal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.zvideo.core.error.Remedy;

/**
 * What can be done against an error with the options of one command. What it has no option for is not offered.
 *
 * @param options names of the command's options, with their dashes
 */
record Remedies(Set<String> options) {
    /** An option of this command, unless the words say that it is the main command's. */
    private static final Pattern OPTION = Pattern.compile("(?<=^| )--?[a-z][a-z-]*+(?! of zvideo)");

    /** What to do, for the end of a message; nothing if this command has no way. */
    Optional<String> words(Remedy remedy) {
        return either(
                switch (remedy.id()) {
                    case RAISE_MAX_PIXELS -> List.of("give a smaller one", "raise --max-pixels if that is intended");
                    case ALLOW_CODEC ->
                        List.of(
                                "convert it to another codec",
                                "allow it with --codecs " + remedy.subject() + " if you trust the file");
                    case ALLOW_DAMAGED ->
                        List.of("copy it again from its source", "use what is left with --allow-damaged");
                    case OTHER_CODEC -> List.of("try another --codec: " + remedy.subject());
                    case OTHER_CONTAINER -> List.of("use .mkv", "choose another --codec");
                    case ONE_MASK_PER_STYLE -> List.of("give one --mask per --style", "give one for two styles");
                    case LONGER_MASK -> List.of("give a longer mask", "take less of the clip with --frames");
                    case START_OVER ->
                        has("--restart")
                                ? List.of("use --restart to start over", "choose another output")
                                : List.of("run its job again");
                    case KEEP_WORK -> List.of("run its job again with the option --keep-work of zvideo");
                    case REPLACE_OR_RENAME -> List.of("use -y to replace it", "choose another name with -o");
                    case OTHER_NAME -> List.of("choose another name with -o");
                    case SHORTER_NAME -> List.of("choose a shorter one with -o");
                    case OTHER_PLACE -> List.of("write to another folder" + (has("-o") ? " with -o" : ""));
                    case RESTART_STUDY -> List.of("use -y to start over", "choose another folder");
                    case MIX_OR_RENAME -> List.of("use -y to write into it", "name another");
                    case OTHER_MODEL ->
                        List.of("name a diffusers folder or a .safetensors file"
                                + (has("--model") ? " with --model" : ""));
                    case MOTION_APART ->
                        List.of("use the plain model"
                                + (has("--motion") ? ", and give the motion module with --motion" : ""));
                    case WITH_MOTION ->
                        List.of("give the motion module too, with --motion" + (has("--motion") ? "" : " of zvideo"));
                    case SAY_PREDICTION -> List.of("say which with --prediction epsilon or --prediction v");
                    case AS_LORA -> List.of("give it with --lora beside a model");
                    case AS_MODEL -> List.of("give it with --model" + (has("--model") ? "" : " of zvideo"));
                    case ADD_VAE -> List.of(remedy.subject(), "give one with --vae");
                    case DECODER_ALONE -> List.of("give it with --decoder");
                    case COMPUTE_UNITS -> List.of("run zvideo shot for these units: " + remedy.subject());
                    case PLAN_AGAIN -> List.of("plan the job again with zvideo shots");
                    case DUMP_FIRST -> List.of("fill it with the option --dump of zvideo");
                });
    }

    /** What to do where memory runs out. */
    Optional<String> forMemory() {
        return either(List.of(
                "use a smaller --size",
                "choose --preset draft",
                "bound what is kept with --memory",
                "close other programs"));
    }

    /** How to learn more about a fault of the program's own. */
    Optional<String> forFault() {
        return either(List.of("run again with -v to see where"));
    }

    private boolean has(String option) {
        return options.contains(option);
    }

    /** Those that this command has the options for. */
    private Optional<String> either(List<String> ways) {
        List<String> open = ways.stream()
                .filter(way -> OPTION.matcher(way).results().allMatch(option -> has(option.group())))
                .toList();
        if (open.size() < 2) {
            return open.stream().findFirst();
        }
        int last = open.size() - 1;
        return Optional.of(String.join(", ", open.subList(0, last)) + " or " + open.get(last));
    }
}
