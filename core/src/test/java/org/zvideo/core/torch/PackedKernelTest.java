package org.zvideo.core.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Oracle: LibTorch's own convolution of the same numbers. */
class PackedKernelTest {
    private static final int THREADS = 3;

    @ParameterizedTest
    @CsvSource({
        "F32, 3, 1, 1, CHANNELS_LAST, 1e-5",
        "F32, 3, 2, 1, CHANNELS_LAST, 1e-5",
        "F32, 1, 1, 0, CHANNELS_LAST, 1e-5",
        "F32, 3, 1, 1, CHANNELS_FIRST, 1e-5",
        "BF16, 3, 1, 1, CHANNELS_LAST, 0.02"
    })
    void itGivesTheNumbersOfTheOrdinaryConvolution(
            Precision precision, long side, long stride, long padding, Layout layout, double tolerance)
            throws Exception {
        try (Gradients off = Gradients.off();
                TensorScope scope = TensorScope.open("test");
                TensorOwner owner = new TensorOwner("test")) {
            torch.manual_seed(1);
            Tensor weight =
                    layout.of(Ops.times(torch.randn(24, 16, side, side), 0.1)).to(precision.type());
            Tensor bias = torch.randn(24).to(precision.type());
            List<Tensor> maps = new ArrayList<>(); // of several sizes, though one size chose the order
            List<Tensor> expected = new ArrayList<>();
            for (long width = 8; width <= 24; width += 8) {
                Tensor map = layout.of(torch.randn(1, 16, 16, width)).to(precision.type());
                maps.add(map);
                expected.add(torch.conv2d(
                        map,
                        weight,
                        new TensorOptional(bias),
                        new long[] {stride, stride},
                        new long[] {padding, padding},
                        new long[] {1, 1},
                        1));
            }
            PackedKernel packed = PackedKernel.of(owner, weight, bias, stride, padding, maps.get(0));
            PackedKernel.discard(weight);
            assertEquals(0, weight.nbytes());
            assertSameNumbers(packed, maps, expected, layout, tolerance);

            ExecutorService pool = Executors.newFixedThreadPool(THREADS);
            try {
                List<Future<?>> runs = new ArrayList<>();
                for (int n = 0; n < THREADS; n++) {
                    runs.add(pool.submit(() -> assertSameNumbers(packed, maps, expected, layout, tolerance)));
                }
                for (Future<?> run : runs) {
                    run.get();
                }
            } finally {
                pool.shutdown();
            }
        }
    }

    private static void assertSameNumbers(
            PackedKernel packed, List<Tensor> maps, List<Tensor> expected, Layout layout, double tolerance) {
        try (Gradients off = Gradients.off();
                TensorScope scope = TensorScope.open("comparison")) {
            for (int n = 0; n < maps.size(); n++) {
                Tensor result = packed.convolve(maps.get(n));
                double error = result.sub(expected.get(n)).abs().max().item_double();
                assertTrue(error <= tolerance, maps.get(n) + ": " + error);
                assertTrue(result.is_contiguous(layout.format()), "layout");
            }
        }
    }
}
