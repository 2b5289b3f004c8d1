package org.zvideo.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Gradients;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.torch.TensorScope;
import org.zvideo.core.weights.ModelContainer;
import org.zvideo.core.weights.ModelSource;

/** A model whose pictures another decoder makes. Oracle: the decoder itself, run on the latents of the model's own encoder. */
class OtherDecoderTest {
    private static final Path TAESD = TestModels.tiny().resolveSibling("tiny-taesd");
    private static final ModelSource SPLIT = ModelSource.of(TestModels.tiny()).withDecoder(TAESD);
    private static final StyleTransferOptions OPTIONS =
            new StyleTransferOptions(StyleTransferOptions.methodDefaults(2, FrameConsistency.NONE), OptionalInt.of(64));

    /** What is taken off the result again has to come from what made the result: r_i of a frame, r_s of a painting. */
    @Test
    void roundTripsGoThroughTheDecoderOfTheResult() {
        RgbImage frame = TestModels.pattern(64, 64, 3);
        try (StyleTransfer transfer = StyleTransfer.open(SPLIT, Optional.empty(), Placement.CPU_F32, OPTIONS);
                Shot shot = transfer.shot(TestModels.style(transfer))) {
            ModelPicture picture = shot.picture(
                    frame, List.of(), FrameRole.USUAL, Set.of(ModelPicture.Part.ROUND_TRIP), FrameObserver.NONE);
            FloatImage expected = throughTheTinyDecoder(frame);
            assertEquals(Optional.of(expected), picture.roundTrip());
            FloatImage painting = transfer.painting(frame, 1).roundTrip();
            assertEquals(expected.rounded(), painting);
        }
    }

    /** Oracle: the same model with its own decoder, for which the rest is the same. */
    @Test
    void anotherDecoderMakesAnotherPictureOfTheSameMeasures() {
        RgbImage frame = TestModels.pattern(64, 64, 3);
        RgbImage other = TestModels.pattern(64, 64, 20);
        try (StyleTransfer own = StyleTransfer.open(
                        ModelSource.of(TestModels.tiny()), Optional.empty(), Placement.CPU_F32, OPTIONS);
                StyleTransfer split = StyleTransfer.open(SPLIT, Optional.empty(), Placement.CPU_F32, OPTIONS);
                Shot first = own.shot(TestModels.style(own));
                Shot second = split.shot(TestModels.style(split))) {
            assertNotEquals(first.next(frame, FrameObserver.NONE), second.next(frame, FrameObserver.NONE));
            try (Fidelity a = own.fidelity(Optional.empty());
                    Fidelity b = split.fidelity(Optional.empty())) {
                assertEquals(Optional.of("contentVae"), b.contentName());
                assertEquals(a.content(other, frame), b.content(other, frame));
            }
        }
    }

    /** A tiny encoder has no maps of AutoencoderKL's. */
    @Test
    void withATinyEncoderContentIsNotMeasured() {
        RgbImage frame = TestModels.pattern(64, 64, 3);
        try (StyleTransfer tiny = StyleTransfer.open(
                        ModelSource.of(TestModels.tiny()).withVae(TAESD),
                        Optional.empty(),
                        Placement.CPU_F32,
                        OPTIONS);
                Fidelity fidelity = tiny.fidelity(Optional.empty())) {
            assertEquals(Optional.empty(), fidelity.contentName());
            assertEquals(
                    new Fidelity.Values(OptionalDouble.empty(), OptionalDouble.empty()),
                    fidelity.of(frame, frame, frame));
        }
    }

    private static FloatImage throughTheTinyDecoder(RgbImage frame) {
        try (Gradients mode = Gradients.off();
                TensorScope scope = TensorScope.open("test");
                ModelContainer own = ModelSource.of(TestModels.tiny()).open();
                ModelContainer tiny =
                        ModelSource.of(TestModels.tiny()).withVae(TAESD).open();
                LatentDiffusion encoding = LatentDiffusion.load(own, Placement.CPU_F32);
                LatentDiffusion decoding = LatentDiffusion.load(tiny, Placement.CPU_F32)) {
            return Pictures.toFloatImage(decoding.vae().decode(encoding.vae().encode(Pictures.toTensor(frame))));
        }
    }
}
