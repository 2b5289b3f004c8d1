package org.zvideo.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Images;
import org.zvideo.core.torch.Layout;
import org.zvideo.core.torch.NonFiniteException;
import org.zvideo.core.torch.Ops;
import org.zvideo.core.torch.TensorScope;

class FrameCodecTest {
    /**
     * Oracle: the same operations on the decoder's own tensor, without a stop in Java. Sizes that grow and shrink, layouts of
     * both kinds, and a number format that only the decoder's side has.
     */
    @ParameterizedTest
    @CsvSource({
        "97, 65, CHANNELS_FIRST, false",
        "97, 65, CHANNELS_LAST, false",
        "320, 180, CHANNELS_FIRST, false",
        "320, 180, CHANNELS_LAST, false",
        "40, 50, CHANNELS_LAST, false",
        "64, 64, CHANNELS_LAST, false",
        "320, 180, CHANNELS_LAST, true"
    })
    void aStopInJavaChangesNoBit(int width, int height, Layout layout, boolean doubles) {
        FrameGeometry size = FrameGeometry.of(width, height, 64, 16);
        RgbImage source = TestModels.pattern(width, height, 3);
        FrameCodec codec = new FrameCodec(0.6, 0.7);
        try (TensorScope scope = TensorScope.open("test")) {
            Tensor decoded = layout.of(Ops.times(torch.randn(1, 3, size.paddedHeight(), size.paddedWidth()), 0.7))
                    .to(doubles ? ScalarType.Double : ScalarType.Float);
            Tensor enlarged = Images.resize(Images.cropped(decoded, size.height(), size.width()), height, width)
                    .to(ScalarType.Float);
            Tensor picture = Images.clamped(enlarged);
            Tensor frame = Pictures.toTensor(source);
            Tensor colored = Ops.combine(1 - 0.7, picture, 0.7, Images.recolored(picture, frame));
            RgbImage expected = Pictures.toImage(Ops.combine(1 - 0.6, frame, 0.6, colored));

            FloatImage stopped = FrameCodec.decoded(decoded, size);
            assertEquals(doubles ? width : size.width(), stopped.width());
            assertArrayEquals(
                    Ops.floats(enlarged), Ops.floats(Images.resize(Pictures.toTensor(stopped), height, width)));
            assertEquals(
                    expected,
                    codec.finish(new ModelPicture(size, stopped, Optional.empty(), Optional.empty()), source));
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
        ModelPicture picture = new ModelPicture(
                size, new FloatImage(64, 64, new float[3 * 64 * 64]), Optional.empty(), Optional.empty());
        assertEquals(
                "picture made for a frame of 64x64: got a frame of 64x48",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new FrameCodec(1, 0).finish(picture, new RgbImage(64, 48)))
                        .getMessage());
    }
}
