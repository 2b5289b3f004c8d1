package org.zvideo.core.bench;

import java.util.Arrays;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.torch.Convolution;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.KernelPlan;
import org.zvideo.core.torch.Layout;
import org.zvideo.core.torch.PackedKernel;
import org.zvideo.core.torch.Precision;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;

/** Finds the {@link KernelPlan} that is fastest on this CPU, in a second or two. */
public final class KernelTuner {
    private static final int RUNS = 5;
    /** What another way than the default's must gain: a plan should not hang on noise. */
    private static final double GAIN = 0.9;

    private KernelTuner() {}

    /** Measures with the threads that are set; nothing else should run meanwhile. */
    public static KernelPlan measure(Precision precision) {
        return new KernelPlan(
                layout(precision, 320, 32), layout(precision.accumulation(), 128, 128), convolution(precision));
    }

    /** Packing gains most where kernels are large and maps small: at the bottom of a full-size U-Net. */
    private static Convolution convolution(Precision precision) {
        try (Gradients off = Gradients.off();
                TensorScope scope = TensorScope.open("kernel tuning");
                TensorOwner owner = new TensorOwner("kernel tuning")) {
            Tensor map = Layout.CHANNELS_LAST.of(torch.randn(1, 1280, 8, 8).to(precision.type()));
            Tensor weight =
                    Layout.CHANNELS_LAST.of(torch.randn(1280, 1280, 3, 3).to(precision.type()));
            Tensor bias = torch.zeros(1280).to(precision.type());
            PackedKernel packed = PackedKernel.of(owner, weight, bias, 1, 1, map);
            return seconds(() -> packed.convolve(map)) < GAIN * seconds(() -> convolve(map, weight))
                    ? Convolution.PACKED
                    : Convolution.PLAIN;
        } catch (RuntimeException e) { // this LibTorch has no such operator
            return Convolution.PLAIN;
        }
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
            return seconds(() -> convolve(torch.silu(torch.group_norm(map, 32)), kernel));
        }
    }

    private static Tensor convolve(Tensor map, Tensor kernel) {
        long[] one = {1, 1};
        return torch.conv2d(map, kernel, new TensorOptional(), one, one, one, 1);
    }

    /** The median. */
    private static double seconds(Supplier<Tensor> computation) {
        double[] times = new double[RUNS];
        for (int n = -1; n < RUNS; n++) { // the first warms up
            long start = System.nanoTime();
            try (TensorScope run = TensorScope.open("run")) {
                Tensor unused = computation.get();
            }
            if (n >= 0) {
                times[n] = (System.nanoTime() - start) / 1e9;
            }
        }
        Arrays.sort(times);
        return times[RUNS / 2];
    }
}
