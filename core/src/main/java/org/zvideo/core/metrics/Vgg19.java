package org.zvideo.core.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.nn.Conv2d;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.TensorOwner;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.Safetensors;
import org.zvideo.core.weights.WeightException;

/** VGG19 up to relu5_1, weights in torchvision's naming; what comes after relu5_1 is skipped. */
public final class Vgg19 implements AutoCloseable {
    private static final int[] CONVOLUTIONS = {0, 2, 5, 7, 10, 12, 14, 16, 19, 21, 23, 25, 28};
    private static final List<Integer> POOLS = List.of(4, 9, 18, 27);
    private static final List<Integer> TAPS = List.of(1, 6, 11, 20, 29);
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

    private final TensorOwner owner;
    private final Map<Integer, Conv2d> convolutions;
    private final Placement placement;

    private Vgg19(TensorOwner owner, Map<Integer, Conv2d> convolutions, Placement placement) {
        this.owner = owner;
        this.convolutions = convolutions;
        this.placement = placement;
    }

    /** Reads {@code features.<n>.weight} and {@code .bias}. */
    public static Vgg19 load(Safetensors file, Placement placement) {
        TensorOwner owner = new TensorOwner("VGG19");
        Map<Integer, Conv2d> convolutions = new TreeMap<>();
        try (TensorScope scope = TensorScope.open("loading VGG19")) {
            for (int n : CONVOLUTIONS) {
                String name = "features." + n + ".";
                if (!file.names().contains(name + "weight") || !file.names().contains(name + "bias")) {
                    throw new WeightException(name + "weight and .bias: expected both (torchvision's vgg19), got none");
                }
                convolutions.put(
                        n,
                        new Conv2d.Plain(
                                owner.keep(placement.toLatentFormat(file.read(name + "weight"))),
                                owner.keep(placement.toLatentFormat(file.read(name + "bias"))),
                                1,
                                1));
            }
        }
        return new Vgg19(owner, convolutions, placement);
    }

    /** RGB [1, 3, H, W] in [0, 1] to relu1_1, relu2_1, relu3_1, relu4_1, relu5_1. */
    public List<Tensor> taps(Tensor image) {
        Tensor mean = placement.toLatentFormat(Ops.tensor(MEAN, 1, 3, 1, 1));
        Tensor deviation = placement.toLatentFormat(Ops.tensor(DEVIATION, 1, 3, 1, 1));
        Tensor x = placement.toLatentFormat(image).sub(mean).div(deviation);
        List<Tensor> taps = new ArrayList<>();
        for (int n = 0; n <= TAPS.get(TAPS.size() - 1); n++) {
            if (POOLS.contains(n)) {
                x = torch.max_pool2d(x, 2, 2);
            } else {
                x = convolutions.containsKey(n) ? convolutions.get(n).forward(x) : torch.relu(x);
            }
            if (TAPS.contains(n)) {
                taps.add(x);
            }
        }
        return taps;
    }

    @Override
    public void close() {
        owner.close();
    }
}
