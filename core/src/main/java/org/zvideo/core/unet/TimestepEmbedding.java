package org.zvideo.core.unet;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.nn.Linear;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.weights.WeightScope;

/** Sinusoids of the timestep, then two linear layers. */
public record TimestepEmbedding(int width, boolean cosineFirst, int frequencyShift, Linear linear1, Linear linear2) {
    private static final double LONGEST_PERIOD = 10_000;

    public static TimestepEmbedding load(WeightScope scope, UNetConfig config) {
        int width = config.channels().get(0);
        return new TimestepEmbedding(
                width,
                config.flipSinToCos(),
                config.frequencyShift(),
                Linear.load(scope.child("linear_1"), width, config.timeWidth()),
                Linear.load(scope.child("linear_2"), config.timeWidth(), config.timeWidth()));
    }

    /** cos and sin of t·10000^(−i/half), computed in float64 [n, width] on the CPU. */
    public Tensor sinusoid(int... timesteps) {
        int half = width / 2;
        double[] values = new double[timesteps.length * width];
        for (int n = 0; n < timesteps.length; n++) {
            for (int i = 0; i < half; i++) {
                double angle = timesteps[n] * Math.exp(-Math.log(LONGEST_PERIOD) * i / (half - frequencyShift));
                values[n * width + i] = cosineFirst ? Math.cos(angle) : Math.sin(angle);
                values[n * width + half + i] = cosineFirst ? Math.sin(angle) : Math.cos(angle);
            }
        }
        return Ops.tensor(values, timesteps.length, width);
    }

    /** The embedding of the timesteps [n, 4·width]. */
    public Tensor forward(int... timesteps) {
        Tensor sinusoid = sinusoid(timesteps)
                .to(linear1.weight().device(), linear1.weight().scalar_type());
        return linear2.forward(torch.silu(linear1.forward(sinusoid)));
    }
}
