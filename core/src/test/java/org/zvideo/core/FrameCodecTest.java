package org.zvideo.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.diffusion.DualPath.Stylized;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.diffusion.UnstyledRegion;
import org.zvideo.core.image.ColorMatrices;
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
    private static final FrameCodec FULL = new FrameCodec(1, 0);

    /**
     * Oracle: LibTorch's interpolation of the decoder's own tensor, in sizes that grow and shrink and in layouts of both kinds.
     * Only values that lie on the border of two levels may be rounded to the other one.
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
    void aPictureIsEnlargedAndColoredAsLibTorchDoes(int width, int height, Layout layout) {
        FrameGeometry size = FrameGeometry.of(width, height, 64, 16);
        RgbImage source = TestModels.pattern(width, height, 3);
        try (TensorScope scope = TensorScope.open("test")) {
            Tensor decoded = layout.of(Ops.times(torch.randn(1, 3, size.paddedHeight(), size.paddedWidth()), 0.7));
            Tensor picture =
                    clamped(Images.resize(Images.cropped(decoded, size.height(), size.width()), height, width));
            Tensor frame = Pictures.toTensor(source);
            Tensor colored = Ops.combine(1 - 0.7, picture, 0.7, recolored(picture, frame));
            RgbImage expected = Pictures.toImage(Ops.combine(1 - 0.6, frame, 0.6, colored));

            FloatImage stopped = FrameCodec.decoded(decoded, size);
            assertEquals(size.width(), stopped.width());
            assertSame(expected, new FrameCodec(0.6, 0.7).finish(picture(stopped), source));
            assertSame(Pictures.toImage(picture), FULL.finish(picture(stopped), source));
        }
    }

    /** A picture in the lightness of one and the color differences of another (BT.709 luma). */
    private static Tensor recolored(Tensor lightness, Tensor colors) {
        Tensor weights = Ops.tensor(new float[] {0.2126f, 0.7152f, 0.0722f}, 1, 3, 1, 1);
        return colors.add(lightness.sub(colors).mul(weights).sum(new long[] {1}, true, new ScalarTypeOptional()));
    }

    private static Tensor clamped(Tensor image) {
        return torch.clamp(image, new ScalarOptional(new Scalar(-1.0)), new ScalarOptional(new Scalar(1.0)));
    }

    private static ModelPicture picture(FloatImage decoded) {
        return new ModelPicture(decoded, Optional.empty(), List.of());
    }

    /** At most one level apart, and that in at most one value of a thousand. */
    private static void assertSame(RgbImage expected, RgbImage image) {
        int differing = 0;
        for (int n = 0; n < expected.pixels().length; n++) {
            int difference = Math.abs((expected.pixels()[n] & 0xff) - (image.pixels()[n] & 0xff));
            assertTrue(difference <= 1, "value " + n + " differs by " + difference);
            differing += difference;
        }
        assertTrue(1000 * differing <= expected.pixels().length, differing + " values differ");
    }

    /** Oracle: LibTorch's interpolation, and the equation of {@link Restoration} written with tensors. */
    @ParameterizedTest
    @CsvSource({"97, 65, 64, 64", "320, 180, 320, 180", "320, 180, 160, 100", "40, 50, 64, 80"})
    void detailAndStrokesAreAdded(int width, int height, int layerWidth, int layerHeight) {
        FrameGeometry size = FrameGeometry.of(width, height, 64, 16);
        RgbImage source = TestModels.pattern(width, height, 3);
        FloatImage decoded = noise(size.width(), size.height(), 1);
        FloatImage roundTrip = noise(size.width(), size.height(), 2);
        FloatImage layer = noise(layerWidth, layerHeight, 3);
        float[] matrices = noise(3 * size.width(), size.height(), 4).values();
        float[] first = new float[size.width() * size.height()];
        float[] second = new float[first.length];
        for (int pixel = 0; pixel < first.length; pixel++) {
            int x = pixel % size.width();
            first[pixel] = x < 20 ? 0.75f : 0;
            second[pixel] = x < 10 ? 0.25f : 0;
        }
        try (TensorScope scope = TensorScope.open("test")) {
            Tensor frame = Pictures.toTensor(source);
            Tensor lost = frame.sub(Images.resize(Pictures.toTensor(roundTrip), height, width));
            Tensor a = Images.resizeLinear(
                    Ops.tensor(matrices, 1, size.height(), size.width(), 9).permute(0, 3, 1, 2), height, width);
            Tensor detail = torch.zeros(1, 3, height, width);
            for (int in = 0; in < 3; in++) {
                detail = detail.add(lost.narrow(1, in, 1).mul(a.narrow(1, 3L * in, 3)));
            }
            Tensor together = Images.resize(Pictures.toTensor(decoded), height, width)
                    .add(Ops.times(detail, 0.75))
                    .add(Ops.times(Images.resize(Pictures.toTensor(layer), height, width), 0.5));
            Restoration restoration = Restoration.NONE
                    .withDetail(0.75, new ColorMatrices(size.width(), size.height(), matrices))
                    .withStrokes(0.5, layer);
            Optional<FloatImage> trip = Optional.of(roundTrip);
            assertSame(
                    Pictures.toImage(clamped(together)),
                    FULL.finish(new ModelPicture(decoded, trip, List.of()), source, restoration));

            Tensor cover = Images.resizeLinear(
                    Ops.tensor(first, 1, 1, size.height(), size.width())
                            .add(Ops.tensor(second, 1, 1, size.height(), size.width())),
                    height,
                    width);
            Tensor outside = Ops.times(cover.neg().add(new Scalar(1.0)), 0.75);
            List<FloatPlane> shares = List.of(
                    new FloatPlane(size.width(), size.height(), first),
                    new FloatPlane(size.width(), size.height(), second));
            Tensor shown = clamped(together);
            assertSame(
                    Pictures.toImage(shown.add(frame.sub(shown).mul(outside))),
                    FULL.finish(new ModelPicture(decoded, trip, shares), source, restoration));
        }
    }

    private static FloatImage noise(int width, int height, int seed) {
        Random random = new Random(seed);
        float[] values = new float[3 * width * height];
        for (int n = 0; n < values.length; n++) {
            values[n] = random.nextFloat() - 0.5f;
        }
        return new FloatImage(width, height, values);
    }

    /** Oracle: the frame itself, where no style acts and all of the detail is wanted. */
    @Test
    void whereNoStyleActsTheFrameIsShown() {
        FrameGeometry size = FrameGeometry.of(97, 65, 64, 16);
        RgbImage source = TestModels.pattern(97, 65, 3);
        FloatImage decoded = noise(size.width(), size.height(), 1);
        int pixels = size.width() * size.height();
        ModelPicture picture = new ModelPicture(
                decoded, Optional.of(decoded), List.of(new FloatPlane(size.width(), size.height(), new float[pixels])));
        Restoration all =
                Restoration.NONE.withDetail(1, new ColorMatrices(size.width(), size.height(), new float[9 * pixels]));
        assertEquals(source, FULL.finish(picture, source, all));
    }

    /** Oracle: the same work by one thread. The picture has several strips of rows. */
    @Test
    void theNumberOfThreadsChangesNoBit() {
        FrameGeometry size = FrameGeometry.of(320, 500, 64, 16);
        RgbImage source = TestModels.pattern(320, 500, 3);
        FloatImage decoded = noise(size.width(), size.height(), 1);
        ModelPicture picture = new ModelPicture(decoded, Optional.of(noise(64, 100, 2)), List.of());
        Restoration restoration = Restoration.NONE
                .withDetail(1, new ColorMatrices(64, 100, noise(3 * 64, 100, 3).values()))
                .withStrokes(1, decoded);
        Set<RgbImage> results = new HashSet<>();
        for (int threads : new int[] {1, 2, 7}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            results.add(
                    pool.submit(() -> FULL.finish(picture, source, restoration)).join());
            pool.shutdown();
        }
        assertEquals(1, results.size());
    }

    @Test
    void detailNeedsARoundTrip() {
        Restoration detail = Restoration.NONE.withDetail(1, new ColorMatrices(64, 64, new float[9 * 64 * 64]));
        assertThrows(
                IllegalArgumentException.class,
                () -> FULL.finish(picture(noise(64, 64, 1)), new RgbImage(64, 64), detail));
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
}
