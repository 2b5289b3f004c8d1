package org.zvideo.core.unet;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.attention.AttentionProcessor;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;

/**
 * A run of the U-Net whose gradient is computed stage by stage: only the input of each stage is kept, and the stage is
 * computed again when the gradient comes by (gradient checkpointing). A third more work, the memory of one stage.
 */
public final class GradientCheckpointing implements AutoCloseable {
    private final UNet unet;
    private final Tensor prompt;
    private final TensorOwner owner = new TensorOwner("checkpoints");
    private final List<List<Tensor>> inputs = new ArrayList<>();
    private UNetRun run;

    /** @param prompt embedding [L, contextWidth] */
    public GradientCheckpointing(UNet unet, Tensor prompt) {
        this.unet = unet;
        this.prompt = prompt;
    }

    /** Computes what {@link UNet#forward} computes, without a graph. */
    public Tensor forward(Tensor x, UNetRun first) {
        run = first;
        try (Gradients off = Gradients.off()) {
            FeatureMaps maps = new FeatureMaps(x);
            for (Stage stage : unet.stages(prompt, first)) {
                List<Tensor> all = maps.all();
                all.forEach(owner::keep);
                inputs.add(all);
                stage.run(maps);
            }
            return maps.current();
        }
    }

    /**
     * Jᵀ·g, J being the derivative of the noise with respect to the latent.
     *
     * @param gradient with respect to the noise [1, C, h, w], in the network's number format
     * @param silent   does what the first processor did, and nothing besides
     */
    public Tensor transposedJacobian(Tensor gradient, AttentionProcessor silent) {
        List<Stage> stages = unet.stages(prompt, run.again(silent));
        List<Tensor> gradients = List.of(gradient);
        TensorOwner held = new TensorOwner("gradients");
        try {
            for (int n = inputs.size() - 1; n >= 0; n--) {
                TensorOwner next = new TensorOwner("gradients");
                try (TensorScope scope = TensorScope.open(stages.get(n).name())) {
                    gradients = through(stages.get(n), inputs.get(n), gradients);
                    gradients.forEach(next::keep);
                }
                held.close();
                held = next;
            }
            return gradients.get(0).clone(); // the caller's, after all of ours are freed
        } finally {
            held.close();
        }
    }

    private static List<Tensor> through(Stage stage, List<Tensor> given, List<Tensor> gradients) {
        try (Gradients on = Gradients.on()) {
            List<Tensor> leaves = given.stream()
                    .map(tensor -> tensor.detach().requires_grad_(true))
                    .toList();
            FeatureMaps maps = new FeatureMaps(leaves);
            stage.run(maps);
            List<Tensor> results = maps.all();
            Tensor sum = null;
            for (int n = 0; n < results.size(); n++) {
                if (results.get(n).requires_grad()) {
                    Tensor part = results.get(n).mul(gradients.get(n)).sum();
                    sum = sum == null ? part : sum.add(part);
                }
            }
            sum.backward();
            // A gradient is a reference into its leaf, which is freed before it.
            return leaves.stream()
                    .map(leaf -> leaf.grad().defined() ? leaf.grad().detach() : torch.zeros_like(leaf))
                    .toList();
        }
    }

    @Override
    public void close() {
        inputs.clear();
        owner.close();
    }
}
