package org.zvideo.core;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.attention.AttentionProcessor;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.weights.LoraFile;
import org.zvideo.core.weights.ModelContainer;
import org.zvideo.core.weights.ModelContainer.Part;
import org.zvideo.core.weights.ModelSource;

/** Golden cases of models with LoRAs: weights as they are merged, and what the model computes with them. */
final class GoldenLora {
    private GoldenLora() {}

    static Map<String, Tensor> compute(Path root, GoldenCase c) {
        Path folder = root.resolve("cases").resolve(c.parameters().get("case").asText());
        List<LoraFile> loras = new ArrayList<>();
        for (JsonNode lora : c.parameters().get("loras")) {
            loras.add(new LoraFile(
                    folder.resolve(lora.get("file").asText()),
                    lora.get("weight").asDouble()));
        }
        ModelSource source = ModelSource.of(
                        root.resolve(c.description().get("model").asText()))
                .withLoras(loras);
        Map<String, Tensor> out = new LinkedHashMap<>();
        TensorOwner kept = new TensorOwner("golden outputs"); // ends with the JVM
        try (ModelContainer container = source.open();
                LatentDiffusion model = LatentDiffusion.load(container, Placement.CPU_F32)) {
            c.parameters().get("weights").properties().forEach(weight -> {
                String key = weight.getValue().asText();
                boolean unet = key.startsWith("unet/");
                out.put(
                        weight.getKey(),
                        container
                                .weights(unet ? Part.UNET : Part.TEXT)
                                .read(
                                        key.replaceFirst("^unet/|^text_encoder/text_model\\.", ""),
                                        c.file().shape(weight.getKey())));
            });
            out.put(
                    "prompt_embeds",
                    kept.keep(model.predictor().prompt().unsqueeze(0).clone()));
            for (int t : c.integers("timesteps")) {
                out.put("eps_t" + t, model.predictor().predict(c.input("latent"), t, 0, AttentionProcessor.PLAIN));
            }
        }
        return out;
    }
}
