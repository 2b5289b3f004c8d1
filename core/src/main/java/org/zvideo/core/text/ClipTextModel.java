package org.zvideo.core.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.attention.ScaledDotProduct;
import org.zvideo.core.nn.LayerNorm;
import org.zvideo.core.nn.Linear;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.weights.WeightScope;

/** CLIP's text transformer: token ids to the last hidden state after the final layer norm. */
public record ClipTextModel(
        ClipTextConfig config, Tensor tokens, Tensor positions, List<Layer> layers, LayerNorm normOut) {
    private static final long START = 49406;
    private static final double QUICK_GELU = 1.702;

    /** One transformer layer; L tokens, C channels. */
    record Layer(
            LayerNorm norm1,
            Linear query,
            Linear key,
            Linear value,
            Linear out,
            LayerNorm norm2,
            Linear fc1,
            Linear fc2) {
        static Layer load(WeightScope scope, ClipTextConfig config) {
            long width = config.width();
            WeightScope attention = scope.child("self_attn");
            return new Layer(
                    LayerNorm.load(scope.child("layer_norm1"), width, config.epsilon()),
                    Linear.load(attention.child("q_proj"), width, width),
                    Linear.load(attention.child("k_proj"), width, width),
                    Linear.load(attention.child("v_proj"), width, width),
                    Linear.load(attention.child("out_proj"), width, width),
                    LayerNorm.load(scope.child("layer_norm2"), width, config.epsilon()),
                    Linear.load(scope.child("mlp").child("fc1"), width, config.hiddenWidth()),
                    Linear.load(scope.child("mlp").child("fc2"), config.hiddenWidth(), width));
        }
    }

    public static ClipTextModel load(WeightScope scope, ClipTextConfig config) {
        WeightScope embeddings = scope.child("embeddings");
        List<Layer> layers = new ArrayList<>();
        for (int n = 0; n < config.layers(); n++) {
            layers.add(Layer.load(scope.child("encoder").child("layers").child(n), config));
        }
        return new ClipTextModel(
                config,
                embeddings.child("token_embedding").tensor("weight", config.vocabulary(), config.width()),
                embeddings.child("position_embedding").tensor("weight", config.positions(), config.width()),
                layers,
                LayerNorm.load(scope.child("final_layer_norm"), config.width(), config.epsilon()));
    }

    /**
     * The embedding [L, C] of the null prompt: the start token, the end token, and another one to the full length.
     *
     * @param pad that one
     */
    public Tensor nullPrompt(int pad) {
        long[] ids = new long[config.positions()];
        Arrays.fill(ids, pad);
        ids[0] = START;
        ids[1] = ClipTextConfig.END;
        return forward(torch.tensor(ids).to(tokens.device(), torch.ScalarType.Long));
    }

    /** Ids [L] to hidden states [L, C]. */
    Tensor forward(Tensor ids) {
        Tensor hidden = torch.embedding(tokens, ids).add(positions.narrow(0, 0, ids.size(0)));
        for (Layer layer : layers) {
            hidden = hidden.add(attend(layer, layer.norm1().forward(hidden)));
            hidden = hidden.add(layer.fc2()
                    .forward(activate(layer.fc1().forward(layer.norm2().forward(hidden)))));
        }
        return normOut.forward(hidden);
    }

    private Tensor attend(Layer layer, Tensor x) {
        long length = x.size(0);
        Tensor future = torch.triu(
                        torch.full(
                                new long[] {length, length},
                                new Scalar(Double.NEGATIVE_INFINITY),
                                new TensorOptions(x.scalar_type())),
                        1)
                .to(x.device(), x.scalar_type()); // [L, L]
        Tensor logits = ScaledDotProduct.logits(
                        split(layer.query().forward(x)), split(layer.key().forward(x)))
                .add(future); // [H, L, L]
        Tensor mixed = ScaledDotProduct.mix(logits, split(layer.value().forward(x))); // [H, L, d]
        return layer.out().forward(mixed.transpose(0, 1).reshape(length, config.width()));
    }

    private Tensor split(Tensor x) {
        return x.reshape(x.size(0), config.heads(), -1).transpose(0, 1);
    }

    private Tensor activate(Tensor x) {
        return config.quickGelu() ? x.mul(torch.sigmoid(Ops.times(x, QUICK_GELU))) : torch.gelu(x);
    }
}
