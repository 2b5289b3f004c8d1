package org.zvideo.core.bench;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.KernelPlan;
import org.zvideo.core.torch.Layout;
import org.zvideo.core.torch.Precision;
import org.zvideo.core.torch.TensorScope;

/** Finds the {@link KernelPlan} that is fastest on this CPU, in about a second. */
public final class KernelTuner {
    private static final int RUNS = 5;
    /** What another layout than the default's must gain: a plan should not hang on noise. */
    private static final double GAIN = 0.9;

    private KernelTuner() {}

    /** Measures with the threads that are set; nothing else should run meanwhile. */
    public static KernelPlan measure(Precision precision) {
        return new KernelPlan(layout(precision, 320, 32), layout(precision.accumulation(), 128, 128));
    }

    private static Layout layout(Precision precision, long channels, long side) {
        return seconds(precision, Layout.CHANNELS_FIRST, channels, side)
                        < GAIN * seconds(precision, Layout.CHANNELS_LAST, channels, side)
                ? Layout.CHANNELS_FIRST
                : Layout.CHANNELS_LAST;
    }

    /** The median time of what a resnet does most. */
    private static double seconds(Precision precision, Layout layout, long channels, long side) {
        try (Gradients off = Gradients.off();
                TensorScope scope = TensorScope.open("kernel tuning")) {
            Tensor map = layout.of(torch.randn(1, channels, side, side).to(precision.type()));
            Tensor kernel = layout.of(torch.randn(channels, channels, 3, 3).to(precision.type()));
            double[] times = new double[RUNS];
            for (int n = -1; n < RUNS; n++) { // the first warms up
                long start = System.nanoTime();
                try (TensorScope run = TensorScope.open("run")) {
                    torch.conv2d(
                            torch.silu(torch.group_norm(map, 32)),
                            kernel,
                            new TensorOptional(),
                            new long[] {1, 1},
                            new long[] {1, 1},
                            new long[] {1, 1},
                            1);
                }
                if (n >= 0) {
                    times[n] = (System.nanoTime() - start) / 1e9;
                }
            }
            Arrays.sort(times);
            return times[RUNS / 2];
        }
    }
}
