package org.zvideo.core.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.file.RegularFile;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorScope;

/**
 * What comes with weights and states how they predict, outside the scheduler's config: tensors that are marks, the
 * metadata of the file, descriptions beside it. A statement counts as the config does, the nearest to the weights first; two
 * that contradict each other are an error. What the user says of the type goes before all of them. Without any statement the
 * model predicts ε.
 */
final class PredictionStatements {
    private static final String EPSILON = "epsilon";
    /** Tensors that programs add as marks, each with the type that it stands for or none for zero SNR; their values mean nothing. */
    private static final Map<String, String> MARKS =
            Map.of("v_pred", StatementKeys.V, "edm_vpred.sigma_max", "edm_v_prediction", "ztsnr", "");

    /** It begins only where a key does and never goes back, or a line of a megabyte would take a day. */
    private static final Pattern YAML =
            Pattern.compile("(?<![\\w.-])([\\w.-]++)[\"']?+\\s*+:\\s*+(\"[^\"]*\"|'[^']*'|[^\\s,}#]+)");

    private static final int LARGEST_SIDECAR = 16_000_000;
    /** Longer values state nothing, and would make a message of their length. */
    private static final int LONGEST = 1000;

    /** ᾱ of the last timestep: Stable Diffusion v1 has 0.0047. */
    private static final double NO_SIGNAL = 1e-4;

    private final Optional<PredictionType> chosen;
    private final List<Statement> statements = new ArrayList<>();

    /** @param chosen what the user says */
    PredictionStatements(Optional<PredictionType> chosen) {
        this.chosen = chosen;
    }

    /** A statement about a key of the scheduler's config. */
    private record Statement(String key, JsonNode value, String sayer) {
        private String said() {
            return sayer + " says " + value;
        }
    }

    /** Looks at the tensors and the metadata of a file. */
    void inWeights(String file, Safetensors tensors) {
        inHeader(file, tensors);
        if (endsInNoise(tensors)) {
            say(StatementKeys.ZERO_SNR, BooleanNode.TRUE, file + " (tensor alphas_cumprod)");
        }
    }

    /** Looks at what the header says, and reads no tensor. */
    void inHeader(String file, Safetensors tensors) {
        for (String name : tensors.names()) {
            if (MARKS.containsKey(name)) {
                String type = MARKS.get(name);
                say(
                        type.isEmpty() ? StatementKeys.ZERO_SNR : StatementKeys.TYPE,
                        type.isEmpty() ? BooleanNode.TRUE : TextNode.valueOf(type),
                        file + " (tensor " + name + ")");
            }
        }
        tensors.metadata().forEach((key, value) -> {
            String sayer = file + " (metadata " + key + ")";
            note(key, TextNode.valueOf(value), sayer);
            if (StatementKeys.isDescription(key)) {
                walk(ModelJson.ofText(value), sayer);
            }
        });
    }

    /** Old checkpoints carry the schedule they were trained with. */
    private static boolean endsInNoise(Safetensors tensors) {
        if (!tensors.names().contains("alphas_cumprod")
                || tensors.shape("alphas_cumprod").length != 1
                || tensors.shape("alphas_cumprod")[0] < 2) {
            return false;
        }
        try (TensorScope scope = TensorScope.open("schedule")) {
            float[] alphas = Ops.floats(tensors.read("alphas_cumprod"));
            return alphas[0] > 1 - 0.1 && alphas[alphas.length - 1] < NO_SIGNAL;
        }
    }

    /** Looks at a description, JSON or YAML. */
    void inSidecar(Path file) {
        if (file.toString().toLowerCase(Locale.ROOT).matches(".*\\.ya?ml")) {
            for (String line : (Iterable<String>) text(file).lines()::iterator) {
                Matcher entry = YAML.matcher(line.replaceAll("(^|\\s)#.*", ""));
                while (entry.find()) {
                    note(
                            entry.group(1),
                            TextNode.valueOf(entry.group(2).replaceAll("^[\"']|[\"']$", "")),
                            file.toString());
                }
            }
        } else {
            walk(ModelJson.read(file), file.toString());
        }
    }

    private static String text(Path file) {
        try (InputStream in = RegularFile.open(file)) {
            return new String(in.readNBytes(LARGEST_SIDECAR), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new WeightException(file + ": cannot be read: " + FileReason.of(e), e);
        }
    }

    private void walk(JsonNode node, String sayer) {
        node.properties().forEach(field -> {
            note(field.getKey(), field.getValue(), sayer);
            walk(field.getValue(), sayer);
        });
        if (node.isArray()) {
            node.forEach(element -> walk(element, sayer));
        }
    }

    /** Notes what a key says, if it is one that speaks of the prediction, whoever's way of writing it is. */
    private void note(String key, JsonNode value, String sayer) {
        if (value.isTextual() && value.textValue().length() > LONGEST) {
            return;
        }
        String name = StatementKeys.name(key);
        String said = value.asText("").strip().toLowerCase(Locale.ROOT);
        if (said.isEmpty() || said.equals("none") || said.equals("null")) {
            return;
        }
        Optional<Boolean> flag = said.matches("true|1|yes|on")
                ? Optional.of(true)
                : said.matches("false|0|no|off") ? Optional.of(false) : Optional.empty();
        if (StatementKeys.TYPES.contains(name)) {
            say(StatementKeys.TYPE, TextNode.valueOf(type(said)), sayer);
        } else if (StatementKeys.V_FLAGS.contains(name) && flag.isPresent()) {
            say(StatementKeys.TYPE, TextNode.valueOf(flag.get() ? StatementKeys.V : EPSILON), sayer);
        } else if (StatementKeys.FORCED.contains(name) && flag.orElse(false)) {
            say(
                    StatementKeys.TYPE,
                    TextNode.valueOf(name.equals(StatementKeys.FORCED_V) ? StatementKeys.V : EPSILON),
                    sayer);
        } else if (StatementKeys.ZERO_FLAGS.contains(name) && flag.isPresent()) {
            say(StatementKeys.ZERO_SNR, BooleanNode.valueOf(flag.get()), sayer);
        }
    }

    private static String type(String said) {
        return switch (said.replaceAll("[ _-]", "")) {
            case "epsilon", "eps", "noise" -> EPSILON;
            case "v", "vprediction", "vpred", "velocity", "vparameterization" -> StatementKeys.V;
            default -> said;
        };
    }

    private void say(String key, JsonNode value, String sayer) {
        statements.add(new Statement(key, value, sayer));
    }

    /** Whether anything says what the model predicts. */
    boolean sayType(Config scheduler) {
        return chosen.isPresent() || !all(StatementKeys.TYPE, scheduler).isEmpty();
    }

    /**
     * The scheduler's config with what was stated.
     *
     * @throws WeightException if two statements contradict each other
     */
    Config appliedTo(Config scheduler) {
        Config applied = scheduler;
        for (String key : List.of(StatementKeys.TYPE, StatementKeys.ZERO_SNR)) {
            List<Statement> all = all(key, scheduler);
            if (key.equals(StatementKeys.TYPE) && chosen.isPresent()) {
                applied = applied.saying(
                        key, TextNode.valueOf(chosen.get().configName()), "the chosen type of prediction");
            } else if (!all.isEmpty()) {
                requireOne(key, all);
                applied = applied.saying(key, all.get(0).value, all.get(0).sayer);
            }
        }
        return applied;
    }

    /** The statements about a key, the nearest to the weights first. */
    private List<Statement> all(String key, Config scheduler) {
        List<Statement> all = new ArrayList<>(
                statements.stream().filter(one -> one.key.equals(key)).toList());
        if (scheduler.has(key)) {
            all.add(new Statement(key, scheduler.value(key), scheduler.toString()));
        }
        return all;
    }

    /** What of the statements contradicts each other, if anything. */
    Optional<String> contradiction(Config scheduler) {
        return Stream.of(StatementKeys.TYPE, StatementKeys.ZERO_SNR)
                .filter(key -> chosen.isEmpty() || key.equals(StatementKeys.ZERO_SNR))
                .flatMap(key -> contradiction(key, all(key, scheduler)).stream())
                .findFirst();
    }

    private static Optional<String> contradiction(String key, List<Statement> all) {
        return all.stream()
                .filter(one -> !one.value.equals(all.get(0).value))
                .findFirst()
                .map(other ->
                        key + ": " + all.get(0).said() + ", but " + other.said() + ": they contradict each other");
    }

    private static void requireOne(String key, List<Statement> all) {
        contradiction(key, all).ifPresent(finding -> {
            throw key.equals(StatementKeys.TYPE)
                    ? new WeightException(finding, Remedy.of(Remedy.Id.SAY_PREDICTION))
                    : new WeightException(finding + "; correct the one that is wrong");
        });
    }
}
