package org.zvideo.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.torch.Device;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.NonFiniteException;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.Precision;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.ModelContainer;
import org.zvideo.core.weights.ModelSource;
import org.zvideo.core.weights.Safetensors;
import org.zvideo.core.weights.SafetensorsWriter;

/** A model whose last layer adds 80000, which float16 does not have: it ends at 65504. Row 51. */
class NonFiniteTest {
    private static final StyleTransferOptions OPTIONS =
            new StyleTransferOptions(StyleTransferOptions.methodDefaults(3, FrameConsistency.FULL), OptionalInt.of(64));
    private static final Placement F16 = new Placement(Device.CPU, Precision.F16);

    @TempDir
    Path folder;

    /** Oracle: the same model in float32. */
    @Test
    void whatFloat16CannotHoldIsComputedInFloat32() throws IOException {
        Path model = overflowing();
        List<String> retried = new ArrayList<>();
        byte[][] exact = frames(model, Placement.CPU_F32, retried);
        assertEquals(List.of(), retried);
        byte[][] reduced = frames(model, F16, retried);
        assertEquals(3, retried.size(), "the style and two frames: " + retried);
        assertTrue(retried.get(1).startsWith("step 0"), retried.toString());
        assertArrayEquals(exact[0], reduced[0]);
        assertArrayEquals(exact[1], reduced[1]);
    }

    /** Oracle: the same model in float32. Frame 1 waits for what frame 0 leaves, and is told that it will not come. */
    @Test
    void framesThatLookAtOneThatIsComputedAgainAreSoToo() throws Exception {
        Path model = overflowing();
        byte[][] exact = frames(model, Placement.CPU_F32, new ArrayList<>());
        FrameCodec codec = new FrameCodec(OPTIONS);
        try (StyleTransfer transfer = StyleTransfer.open(ModelSource.of(model), F16, OPTIONS);
                Style style = transfer.style(TestModels.pattern(64, 64, 9), 1.2, FrameObserver.NONE);
                Shot shot = transfer.shot(List.of(style))) {
            FrameInFlight first = begin(shot, 0);
            FrameInFlight second = begin(shot, 1);
            Thread other = new Thread(second::compute);
            other.start();
            first.compute();
            other.join();
            assertEquals(Optional.empty(), shot.land(first));
            first.restart();
            second.restart();
            first.compute();
            second.compute();
            assertArrayEquals(
                    exact[0],
                    codec.finish(shot.land(first).orElseThrow(), TestModels.pattern(64, 64, 0))
                            .pixels());
            assertEquals(Optional.empty(), shot.land(second));
            second.restart();
            second.compute();
            assertArrayEquals(
                    exact[1],
                    codec.finish(shot.land(second).orElseThrow(), TestModels.pattern(64, 64, 1))
                            .pixels());
        }
    }

    private static FrameInFlight begin(Shot shot, int time) {
        return shot.begin(TestModels.pattern(64, 64, time), List.of(), FrameRole.USUAL, Set.of(), FrameObserver.NONE);
    }

    @Test
    void withoutItsFileThereIsNoOtherWayThanToSaySo() throws IOException {
        try (ModelContainer container = ModelContainer.open(overflowing(), Optional.empty());
                StyleTransfer transfer = StyleTransfer.open(container, F16, OPTIONS)) {
            assertThrows(NonFiniteException.class, () -> TestModels.style(transfer));
        }
    }

    private static byte[][] frames(Path model, Placement placement, List<String> retried) {
        FrameObserver observer = new FrameObserver() {
            @Override
            public void retried(String why) {
                retried.add(why);
            }
        };
        try (StyleTransfer transfer = StyleTransfer.open(ModelSource.of(model), placement, OPTIONS);
                Style style = transfer.style(TestModels.pattern(64, 64, 9), 1.2, observer);
                Shot shot = transfer.shot(List.of(style))) {
            return new byte[][] {
                shot.next(TestModels.pattern(64, 64, 0), observer).pixels(),
                shot.next(TestModels.pattern(64, 64, 1), observer).pixels()
            };
        }
    }

    private Path overflowing() throws IOException {
        try (Stream<Path> files = Files.walk(TestModels.tiny())) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve(TestModels.tiny().relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        for (int shard = 1; shard <= 2; shard++) {
            addToLastLayer(folder.resolve("unet/diffusion_pytorch_model-0000" + shard + "-of-00002.safetensors"));
        }
        return folder;
    }

    private void addToLastLayer(Path weights) throws IOException {
        try (Gradients off = Gradients.off();
                TensorScope scope = TensorScope.open("test");
                Safetensors stored = Safetensors.open(weights)) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            stored.names().forEach(name -> tensors.put(name, stored.read(name)));
            tensors.computeIfPresent("conv_out.bias", (name, bias) -> bias.add(new Scalar(80000)));
            Path changed = folder.resolve("changed.safetensors");
            SafetensorsWriter.write(changed, tensors);
            Files.move(changed, weights, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
