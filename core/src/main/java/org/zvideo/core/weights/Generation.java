package org.zvideo.core.weights;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.weights.ModelContainer.Part;

/** The generations of Stable Diffusion that run, with the configs that each has when no file says otherwise. */
enum Generation {
    V1("stable-diffusion-v1", "Stable Diffusion v1"),
    /** 2.0 and 2.1, with OpenCLIP's text model. Those for 768 pixels predict v, those for 512 predict ε. */
    V2("stable-diffusion-v2", "Stable Diffusion 2");

    private static final String OPEN_CLIP = "cond_stage_model.model.";
    private static final int WIDTH_OF_V2 = 1024;
    private static final String KEYS = "model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight";

    private final String folder;
    private final String title;

    Generation(String folder, String title) {
        this.folder = folder;
        this.title = title;
    }

    /** Its name in messages. */
    String title() {
        return title;
    }

    /** The generation of a single file, by its text model or by the width of what the U-Net attends to. */
    static Generation of(Safetensors file) {
        Set<String> names = file.names();
        boolean wide = names.contains(KEYS) && ofContext(file.shape(KEYS)[file.shape(KEYS).length - 1]) == V2;
        return wide || names.stream().anyMatch(name -> name.startsWith(OPEN_CLIP)) ? V2 : V1;
    }

    /** The generation of a U-Net that attends to an embedding of that width. */
    static Generation ofContext(long width) {
        return width == WIDTH_OF_V2 ? V2 : V1;
    }

    Config config(Part part) {
        String resource = folder + "/" + part.folder() + "/" + part.configName();
        try (InputStream in = Generation.class.getResourceAsStream(resource)) {
            return Config.read(resource, in);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    /**
     * The scheduler's config, for a model that has none of its own.
     *
     * @throws WeightException if this generation predicts one or the other and nothing says which
     */
    Config scheduler(String model, PredictionStatements statements) {
        Config config = config(Part.SCHEDULER);
        if (this == V2 && !statements.sayType(config)) {
            throw new WeightException(
                    model
                            + ": a Stable Diffusion 2 model predicts ε or v, and neither the model nor a file beside it says"
                            + " which; the models for 768 pixels predict v, the base models for 512 predict ε",
                    Remedy.of(Remedy.Id.SAY_PREDICTION));
        }
        return statements.appliedTo(config);
    }
}
