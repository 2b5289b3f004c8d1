package org.zvideo.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.diffusion.DualPath.Stylized;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.diffusion.UnstyledRegion;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Images;
import org.zvideo.core.torch.Layout;
import org.zvideo.core.torch.NonFiniteException;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.TensorScope;

class FrameCodecTest {
    /**
     * Oracle: the same operations on the decoder's own tensor, without a stop in Java. Sizes that grow and shrink, and layouts
     * of both kinds.
     */
    @ParameterizedTest
    @CsvSource({
        "97, 65, CHANNELS_FIRST",
        "97, 65, CHANNELS_LAST",
        "320, 180, CHANNELS_FIRST",
        "320, 180, CHANNELS_LAST",
        "40, 50, CHANNELS_LAST",
        "64, 64, CHANNELS_LAST"
    })
    void aStopInJavaChangesNoBit(int width, int height, Layout layout) {
        FrameGeometry size = FrameGeometry.of(width, height, 64, 16);
        RgbImage source = TestModels.pattern(width, height, 3);
        FrameCodec codec = new FrameCodec(0.6, 0.7);
        try (TensorScope scope = TensorScope.open("test")) {
            Tensor decoded = layout.of(Ops.times(torch.randn(1, 3, size.paddedHeight(), size.paddedWidth()), 0.7));
            Tensor enlarged = Images.resize(Images.cropped(decoded, size.height(), size.width()), height, width);
            Tensor picture = Images.clamped(enlarged);
            Tensor frame = Pictures.toTensor(source);
            Tensor colored = Ops.combine(1 - 0.7, picture, 0.7, Images.recolored(picture, frame));
            RgbImage expected = Pictures.toImage(Ops.combine(1 - 0.6, frame, 0.6, colored));

            FloatImage stopped = FrameCodec.decoded(decoded, size);
            assertEquals(size.width(), stopped.width());
            assertArrayEquals(
                    Ops.floats(enlarged), Ops.floats(Images.resize(Pictures.toTensor(stopped), height, width)));
            assertEquals(expected, codec.finish(new ModelPicture(size, stopped, Optional.empty(), List.of()), source));
        }
    }

    /**
     * Oracle: a count around the real decoder, and what it gives for the same latents. Without masks 1, with something that
     * no style covers 2, with the round trip one more.
     */
    @ParameterizedTest
    @CsvSource({"false, false, 1", "false, true, 2", "true, false, 2", "true, true, 3"})
    void theDecoderRunsNoMoreOftenThanIsWanted(boolean masked, boolean everything, int runs) {
        FrameGeometry size = FrameGeometry.of(97, 65, 64, 16);
        AtomicInteger count = new AtomicInteger();
        List<FloatPlane> shares = List.of(new FloatPlane(1, 1, new float[] {0.5f}));
        try (Gradients off = Gradients.off();
                TensorScope scope = TensorScope.open("test");
                LatentDiffusion model = TestModels.load(Placement.CPU_F32)) {
            Tensor content = model.vae().encode(FrameCodec.content(TestModels.pattern(97, 65, 3), size));
            Tensor latent = Ops.times(content, 0.5);
            Tensor covered = Ops.times(content.narrow(1, 0, 1), 0).add(new Scalar(0.25));
            Stylized stylized = new Stylized(
                    latent, masked ? Optional.of(new UnstyledRegion(covered, List.of(content))) : Optional.empty());
            ModelPicture picture = FrameCodec.picture(
                    of -> {
                        count.incrementAndGet();
                        return model.vae().decode(of);
                    },
                    stylized,
                    content,
                    size,
                    everything ? EnumSet.allOf(ModelPicture.Part.class) : Set.of(),
                    () -> shares);
            assertEquals(runs, count.get());
            FloatImage roundTrip = FrameCodec.decoded(model.vae().decode(content), size);
            assertEquals(everything ? Optional.of(roundTrip) : Optional.empty(), picture.roundTrip());
            assertEquals(everything ? shares : List.of(), picture.shares());
        }
    }

    /** Oracle: the definition of a finite number. The padding counts too: it comes from the same network. */
    @Test
    void aPictureThatIsNotFiniteIsRefused() {
        FrameGeometry size = FrameGeometry.of(97, 65, 64, 16);
        try (TensorScope scope = TensorScope.open("test")) {
            float[] values = new float[3 * size.paddedHeight() * size.paddedWidth()];
            values[size.paddedWidth() - 1] = Float.NaN;
            Tensor decoded = Ops.tensor(values, 1, 3, size.paddedHeight(), size.paddedWidth());
            assertThrows(NonFiniteException.class, () -> FrameCodec.decoded(decoded, size));
        }
    }

    @Test
    void aFrameOfAnotherSizeIsRefused() {
        FrameGeometry size = FrameGeometry.of(64, 64, 64, 16);
        ModelPicture picture =
                new ModelPicture(size, new FloatImage(64, 64, new float[3 * 64 * 64]), Optional.empty(), List.of());
        assertEquals(
                "picture made for a frame of 64x64: got a frame of 64x48",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new FrameCodec(1, 0).finish(picture, new RgbImage(64, 48)))
                        .getMessage());
    }
}
