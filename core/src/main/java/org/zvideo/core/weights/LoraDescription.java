package org.zvideo.core.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.zvideo.core.weights.ModelContainer.Part;

/** Describes a LoRA, or a file of a kind that is used like one, without a model to compare it with. */
final class LoraDescription {
    private static final Map<Part, String> NETWORKS = Map.of(Part.UNET, "U-Net", Part.TEXT, "text encoder");

    private final Safetensors file;
    private final Map<LoraKey, Map<LoraKey.Role, String>> modules = new LinkedHashMap<>();

    LoraDescription(Safetensors file) {
        this.file = file;
        for (String name : file.names()) {
            LoraKey.of(name)
                    .ifPresent(key -> modules.computeIfAbsent(
                                    new LoraKey(key.part(), key.module(), key.path(), LoraKey.Role.DOWN),
                                    one -> new LinkedHashMap<>())
                            .put(key.role(), name));
        }
    }

    /** Whether the file is of such a kind. */
    boolean applies() {
        return !modules.isEmpty() || LoraFamilies.otherKind(file).isPresent();
    }

    Description over(Description empty) {
        boolean motion = LoraFamilies.isOfMotion(file);
        String kind = LoraFamilies.otherKind(file)
                .map(other -> other.replaceFirst("^an? ", ""))
                .orElse(motion ? "LoRA for a motion module" : "LoRA");
        Description described = new Description(empty.path(), kind, empty.facts())
                .with(
                        "family",
                        motion ? "AnimateDiff" : LoraFamilies.madeFor(file).orElse("unknown"))
                .with("names", names())
                .with("rank", numbers(this::rank))
                .with("alpha", alphas())
                .with("changes", changes())
                .with("base model", noted(HeaderNotes.BASE_MODEL))
                .with("network", network())
                .with("title", noted(HeaderNotes.TITLE));
        return described.measured(file);
    }

    private String names() {
        String first = file.names().stream()
                .filter(name -> name.contains("lora_"))
                .findFirst()
                .orElse("");
        if (first.isEmpty()) {
            return "";
        }
        boolean original =
                modules.keySet().stream().anyMatch(key -> key.module().matches("(input|output)_blocks_.*"));
        String style = first.startsWith("lora_")
                ? "kohya"
                : first.contains(".lora_A") || first.contains(".lora_B") ? "PEFT" : "diffusers, older";
        return style + (original ? ", with latent diffusion's places" : "");
    }

    private OptionalDouble rank(Map<LoraKey.Role, String> module) {
        String down = module.get(LoraKey.Role.DOWN);
        return down == null || file.shape(down).length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(file.shape(down)[0]);
    }

    /** α of modules, in the header or in tensors of one number. */
    private String alphas() {
        LoraScale noted = LoraScale.inHeader(file);
        String inHeader = NETWORKS.keySet().stream()
                .sorted()
                .filter(noted::notes)
                .map(part -> noted.describe(part) + " (" + NETWORKS.get(part) + ")")
                .collect(Collectors.joining("; "));
        String inTensors = numbers(module -> Optional.ofNullable(module.get(LoraKey.Role.ALPHA))
                .map(file::number)
                .orElse(OptionalDouble.empty()));
        return !inTensors.isEmpty() ? inTensors : !inHeader.isEmpty() ? inHeader : modules.isEmpty() ? "" : "the rank";
    }

    /** The different numbers of each network's modules. */
    private String numbers(Function<Map<LoraKey.Role, String>, OptionalDouble> of) {
        Map<Part, TreeSet<Double>> numbers = new LinkedHashMap<>();
        modules.forEach((key, module) -> of.apply(module)
                .ifPresent(number -> numbers.computeIfAbsent(key.part(), part -> new TreeSet<>())
                        .add(number)));
        return numbers.entrySet().stream()
                .map(part ->
                        part.getValue().stream().map(LoraDescription::plain).collect(Collectors.joining(", ")) + " ("
                                + NETWORKS.get(part.getKey()) + ")")
                .collect(Collectors.joining("; "));
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e9
                ? Long.toString((long) number)
                : String.format(Locale.ROOT, "%.4g", number);
    }

    private String changes() {
        List<String> told = new ArrayList<>();
        for (Part part : new Part[] {Part.UNET, Part.TEXT}) {
            Map<String, Long> targets = modules.keySet().stream()
                    .filter(key -> key.part() == part)
                    .collect(Collectors.groupingBy(
                            key -> target(key.module()), LinkedHashMap::new, Collectors.counting()));
            long all = targets.values().stream().mapToLong(Long::longValue).sum();
            if (all > 0) {
                told.add(all + (all == 1 ? " layer" : " layers") + " of the " + NETWORKS.get(part) + " ("
                        + targets.entrySet().stream()
                                .map(target -> target.getKey() + " " + target.getValue())
                                .collect(Collectors.joining(", "))
                        + ")");
            }
        }
        return String.join("; ", told);
    }

    private static String target(String module) {
        return module.matches(".*(attn|self_attn|attention_blocks).*")
                ? "attention"
                : module.matches(".*(ff_net|mlp).*")
                        ? "feed-forward"
                        : module.matches(".*proj_(in|out)") ? "projections" : "resnets and samplers";
    }

    private String network() {
        String module = noted(HeaderNotes.NETWORK);
        String algorithm = ModelJson.ofText(noted(HeaderNotes.NETWORK_ARGUMENTS))
                .path("algo")
                .asText("");
        return module + (algorithm.isEmpty() ? "" : " (" + algorithm + ")");
    }

    private String noted(String key) {
        return Description.shortened(file.metadata().getOrDefault(key, ""));
    }
}
