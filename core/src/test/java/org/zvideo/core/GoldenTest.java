package org.zvideo.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.edit.StepRange;
import org.zvideo.core.guidance.EnergyOptions;
import org.zvideo.core.torch.Convolution;
import org.zvideo.core.torch.Device;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.KernelPlan;
import org.zvideo.core.torch.Layout;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.Precision;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.Safetensors;

/**
 * Oracle: an independent Python reference on diffusers. Every folder of {@code cases/} below the directory
 * {@code -Dzvideo.golden} (default: the shipped one) is a test; how its outputs are computed depends on its kind only,
 * see {@link GoldenKinds}, and the tolerances are the case's own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenTest {
    private final Path root = Path.of(System.getProperty(
            "zvideo.golden",
            Path.of(System.getProperty("zvideo.testdata"), "golden").toString()));
    private final GoldenKinds kinds = new GoldenKinds(root);
    private double worstRatio;
    private String worst = "nothing was compared";

    @BeforeAll
    void directoryHolds() {
        assertFalse(!Files.isDirectory(root.resolve("cases")), root + " holds no cases/");
    }

    @AfterAll
    void report() {
        kinds.close();
        System.out.printf("golden: largest error/tolerance %.3f in %s%n", worstRatio, worst);
    }

    @TestFactory
    List<DynamicTest> cases() throws IOException {
        try (Stream<Path> folders = Files.list(root.resolve("cases"))) {
            List<DynamicTest> cases = folders.filter(Files::isDirectory)
                    .sorted()
                    .map(folder -> DynamicTest.dynamicTest(
                            folder.getFileName().toString(), () -> check(folder, kinds::compute)))
                    .toList();
            assertFalse(cases.isEmpty(), root + " holds no cases");
            return cases;
        }
    }

    /** Convolutions with packed kernels are within the same tolerances, in single runs and in whole frames. */
    @TestFactory
    Stream<DynamicTest> casesWithPackedKernels() {
        KernelPlan plan = new KernelPlan(Layout.CHANNELS_LAST, Layout.CHANNELS_LAST, Convolution.PACKED);
        return Stream.of("unet-10x14", "unet-16x16", "ddim-reconstruct-t6", "stylise-default", "video-energy-x0")
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    try (GoldenKinds packed = new GoldenKinds(root, new Placement(Device.CPU, Precision.F32, plan))) {
                        check(root.resolve("cases").resolve(name), packed::compute);
                    }
                }));
    }

    /** The case gives the raw weight w and the steps that Pix2Video uses; all else is the paper's own. */
    @Test
    void thePapersMethodIsTheReferences() throws IOException {
        check(root.resolve("cases/video-energy-unet"), golden -> {
            DualPathOptions paper = StyleTransferOptions.paperMethod(6);
            assertEquals(
                    paper.ties(),
                    StyleTransferOptions.methodDefaults(6, FrameConsistency.PAPER)
                            .ties());
            EnergyOptions energy = new EnergyOptions(
                    paper.ties().energy().gradient(),
                    paper.ties().energy().form(),
                    0.1 / Math.sqrt(golden.input("content0").numel()),
                    new StepRange(0, 5),
                    paper.ties().energy().reach());
            return new GoldenRuns(
                            kinds.model(golden),
                            golden,
                            paper.withTies(paper.ties().withEnergy(energy)))
                    .video();
        });
    }

    /** The default of six steps: half of them bounded, and content blocks that do not outweigh the style. */
    @Test
    void theBoundedEnergyIsTheReferences() throws IOException {
        defaults("video-energy-mse-bounded", StyleTransferOptions.methodDefaults(6, FrameConsistency.FULL));
    }

    @Test
    void attentionToTheAnchorWithItsNoiseIsTheReferences() throws IOException {
        defaults(
                "video-flow",
                StyleTransferOptions.methodDefaults(6, FrameConsistency.FLOW)
                        .withTies(StyleTransferOptions.anchorTies()));
    }

    private void defaults(String name, DualPathOptions method) throws IOException {
        check(
                root.resolve("cases").resolve(name),
                golden -> new GoldenRuns(kinds.model(golden), golden, method).video());
    }

    private void check(Path folder, Function<GoldenCase, Map<String, Tensor>> computation) throws IOException {
        JsonNode description =
                new ObjectMapper().readTree(folder.resolve("case.json").toFile());
        try (Gradients mode = Gradients.off();
                TensorScope scope = TensorScope.open("golden case");
                Safetensors file = Safetensors.open(folder.resolve("tensors.safetensors"))) {
            GoldenCase inputs = new GoldenCase(description, file);
            Map<String, Tensor> outputs = computation.apply(inputs);
            List<String> failures = new ArrayList<>();
            for (Map.Entry<String, JsonNode> tensor : description.get("tensors").properties()) {
                if (tensor.getValue().get("role").asText().equals("expected")) {
                    String name = tensor.getKey();
                    compare(
                            description.get("name").asText() + "/" + name,
                            file.read(name),
                            outputs.get(name),
                            tensor.getValue(),
                            failures);
                }
            }
            if (!failures.isEmpty()) {
                fail(String.join("\n", failures));
            }
        }
    }

    /** max|a − e| ≤ max_abs and ‖a − e‖₂ ≤ relative·‖e‖₂. */
    private void compare(String name, Tensor expected, Tensor actual, JsonNode tolerance, List<String> failures) {
        if (actual == null) {
            failures.add(name + ": not computed");
            return;
        }
        if (!Arrays.equals(expected.shape(), actual.shape())) {
            failures.add(name + ": shape " + Arrays.toString(actual.shape()) + ", expected "
                    + Arrays.toString(expected.shape()));
            return;
        }
        double[] e = Ops.doubles(expected);
        double[] a = Ops.doubles(actual);
        double largest = 0;
        double errorSquares = 0;
        double squares = 0;
        for (int n = 0; n < e.length; n++) {
            double error = a[n] == e[n] ? 0 : Math.abs(a[n] - e[n]);
            largest = Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.max(largest, error);
            errorSquares += error * error;
            squares += e[n] * e[n];
        }
        double maxAbs = tolerance.get("max_abs").asDouble();
        double relative = tolerance.get("relative").asDouble() * Math.sqrt(squares);
        double ratio = Math.max(share(largest, maxAbs), share(Math.sqrt(errorSquares), relative));
        if (ratio > worstRatio) {
            worstRatio = ratio;
            worst = name;
        }
        if (!(ratio <= 1)) {
            failures.add(String.format(
                    "%s: max|a-e| %.3g (tolerance %.3g), norm %.3g (tolerance %.3g)",
                    name, largest, maxAbs, Math.sqrt(errorSquares), relative));
        }
    }

    private static double share(double error, double tolerance) {
        return error == 0 ? 0 : error / tolerance;
    }
}
