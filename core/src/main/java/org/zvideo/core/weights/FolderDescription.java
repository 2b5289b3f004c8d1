package org.zvideo.core.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.zvideo.core.weights.ModelContainer.Part;

/** Describes a folder by its configs and the headers of its weights: a diffusers model, or one part with its config. */
final class FolderDescription {
    private static final String CONFIG = "config.json";

    private FolderDescription() {}

    /** Whether a folder is a diffusers model. */
    static boolean isModel(Path folder) {
        return Files.isRegularFile(folder.resolve("unet").resolve(CONFIG));
    }

    /** Whether a folder is one part, whose config says of which class. */
    static boolean isPart(Path folder) {
        return Files.isRegularFile(folder.resolve(CONFIG))
                && !PartFiles.files(folder, name -> name.endsWith(".safetensors"))
                        .isEmpty();
    }

    /** A whole model. */
    static Description ofModel(Path folder) {
        Config unet = Config.read(folder.resolve("unet").resolve(CONFIG));
        Description described = Description.of(folder, "diffusers model").with("family", family(unet));
        List<String> parts = new ArrayList<>();
        TreeSet<String> precisions = new TreeSet<>();
        long bytes = 0;
        PredictionStatements statements = new PredictionStatements(Optional.empty());
        for (Part part : new Part[] {Part.UNET, Part.VAE, Part.TEXT}) {
            Path inside = folder.resolve(part.folder());
            if (!Files.isRegularFile(inside.resolve(CONFIG))) {
                continue;
            }
            String type = Config.read(inside.resolve(CONFIG)).text("_class_name", "");
            long size = 0;
            for (Path file : weights(inside, part)) {
                try (Safetensors opened = Safetensors.open(file)) {
                    size += opened.bytes();
                    precisions.add(Description.precision(opened));
                    if (part == Part.UNET) {
                        statements.inHeader(file.toString(), opened);
                    }
                }
            }
            bytes += size;
            parts.add(part.folder() + " ("
                    + (type.isEmpty() || part == Part.UNET ? "" : Description.shortened(type) + ", ")
                    + Description.size(size) + ")");
        }
        if (Files.isRegularFile(folder.resolve("null_prompt.safetensors"))) {
            parts.add("null_prompt.safetensors");
        }
        return described
                .with("prediction", prediction(folder, unet, statements))
                .with("parts", String.join(", ", parts))
                .with("precision", String.join(", ", precisions))
                .with("size", Description.size(bytes));
    }

    private static String prediction(Path folder, Config unet, PredictionStatements statements) {
        Path config = folder.resolve(Part.SCHEDULER.folder()).resolve(Part.SCHEDULER.configName());
        boolean stating = Files.isRegularFile(config);
        Config own = stating ? Config.read(config) : Generation.V1.config(Part.SCHEDULER);
        Optional<String> contradiction = statements.contradiction(own);
        if (contradiction.isPresent()) {
            return contradiction.get();
        }
        Config stated = statements.appliedTo(own);
        String usual = !stating && family(unet).startsWith("Stable Diffusion 2") ? "not stated" : "epsilon";
        return Description.shortened(stated.text(StatementKeys.TYPE, usual))
                + (stated.flag(StatementKeys.ZERO_SNR, false) ? ", zero terminal SNR" : "");
    }

    private static String family(Config unet) {
        String special = unet.has("in_channels") && unet.integer("in_channels", 1, 64) == 9 ? ", inpainting" : "";
        String name = unet.text("_class_name", "");
        if (unet.has("addition_embed_type")) {
            return "Stable Diffusion XL" + special;
        }
        if (!name.isEmpty() && !name.equals("UNet2DConditionModel")) {
            return Description.shortened(name);
        }
        return unet.has("cross_attention_dim")
                ? FileDescription.family(unet.integer("cross_attention_dim", 1, 1 << 20)) + special
                : "unknown";
    }

    /** The files of a part, or none where it is not clear which they are. */
    private static List<Path> weights(Path folder, Part part) {
        try {
            return new PartFiles(folder, part == Part.TEXT ? "model" : "diffusion_pytorch_model")
                    .weights(index -> index);
        } catch (WeightException e) {
            return List.of();
        }
    }

    /** One part: what its weights are, and of which class its config says it is. */
    static List<Description> ofPart(Path folder) {
        Config config = Config.read(folder.resolve(CONFIG));
        String type = Description.shortened(config.text("_class_name", ""));
        Optional<Integer> frames = config.has("motion_max_seq_length")
                ? Optional.of(config.integer("motion_max_seq_length", 1, 1 << 20))
                : Optional.empty();
        return PartFiles.files(folder, name -> name.endsWith(".safetensors")).stream()
                .map(FileDescription::ofListed)
                .map(one -> one.with("class", type)
                        .with("frames", frames.map(count -> "at most " + count).orElse("")))
                .toList();
    }
}
