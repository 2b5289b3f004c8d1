package org.zvideo.core.unet;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.nn.GroupNorm;
import org.zvideo.core.nn.Linear;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.WeightScope;

/**
 * One of the temporal transformers of AnimateDiff: it stands after a resnet and its spatial transformer, and lets the
 * frames of a window look at each other, with a residual connection around all of it.
 *
 * @param kind over what {@code norm} normalizes
 */
public record MotionModule(
        GroupNorm norm, MotionNorm kind, Linear projIn, TemporalTransformer transformer, Linear projOut) {
    private static final double EPSILON = 1e-6;
    /** Numbers of the widest layer that are held at once: 64 MB in float32. */
    private static final long HELD = 1L << 24;
    /** Channels of the feed-forward layer, in channels of the module. */
    private static final long WIDEST = 8;

    static MotionModule load(WeightScope scope, MotionConfig config, int channels) {
        return new MotionModule(
                GroupNorm.load(scope.child("norm"), config.groups(), channels, EPSILON),
                config.norm(),
                Linear.load(scope.child("proj_in"), channels, channels),
                TemporalTransformer.load(scope.child("transformer_blocks").child(0), config, channels),
                Linear.load(scope.child("proj_out"), channels, channels));
    }

    /**
     * What the frames of a window, in their order, become.
     *
     * @param frames a map [1, C, h, w] each
     * @return the same shapes
     */
    public List<Tensor> forward(List<Tensor> frames) {
        Tensor x = Ops.cat(0, frames); // [F, C, h, w]
        Tensor moved = TensorScope.result(
                "motion module", () -> residual(normalized(x)).add(x));
        return LongStream.range(0, frames.size())
                .mapToObj(n -> moved.narrow(0, n, 1))
                .toList();
    }

    private Tensor normalized(Tensor x) {
        return kind == MotionNorm.FRAME
                ? norm.forward(x)
                : norm.forward(x.permute(1, 0, 2, 3).unsqueeze(0)).squeeze(0).permute(1, 0, 2, 3);
    }

    /** [F, C, h, w] to the same; some places of the picture at a time. */
    private Tensor residual(Tensor x) {
        long frames = x.size(0);
        long channels = x.size(1);
        long places = x.size(2) * x.size(3);
        Tensor tokens = x.permute(2, 3, 0, 1).reshape(places, frames, channels);
        long step = Math.max(1, HELD / (frames * WIDEST * channels));
        List<Tensor> parts = new ArrayList<>();
        try (TensorOwner kept = new TensorOwner("places")) {
            for (long from = 0; from < places; from += step) {
                long count = Math.min(step, places - from);
                try (TensorScope scope = TensorScope.open("places")) {
                    Tensor own = tokens.narrow(0, from, count).reshape(count * frames, channels);
                    Tensor out = projOut.forward(transformer.forward(projIn.forward(own), frames));
                    parts.add(kept.keep(out.reshape(count, frames, channels)));
                }
            }
            return Ops.cat(0, parts)
                    .reshape(x.size(2), x.size(3), frames, channels)
                    .permute(2, 0, 1, 3)
                    .contiguous() // each frame's channels last in memory, as spatial transformers leave them
                    .permute(0, 3, 1, 2);
        }
    }
}
