package org.zvideo.core.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.guidance.EnergyOptions.Gradient;
import org.zvideo.core.unet.UNetConfig;
import org.zvideo.core.vae.AutoencoderKlConfig;
import org.zvideo.core.vae.AutoencoderTinyConfig;
import org.zvideo.core.weights.ModelContainer.Part;
import org.zvideo.core.weights.RandomModel;

/** Oracle: {@code torch.utils.flop_counter} on diffusers' classes at Stable Diffusion v1.5's shape. */
class CostTest {
    private static final UNetCost UNET = new UNetCost(UNetConfig.of(new RandomModel().config(Part.UNET)), 77);
    private static final AutoencoderKlConfig KL = AutoencoderKlConfig.of(new RandomModel().config(Part.VAE));
    private static final VaeCost VAE = new VaeCost(KL, KL);

    @ParameterizedTest
    @CsvSource({
        "64, 64, 803273441280, 1726033756160, 1116658466816, 2514518933504",
        "40, 72, 540125009920, 1137801733120, 777978224640, 1760848865280"
    })
    void flopsAreThoseOfTheReference(
            long height, long width, double forward, double both, double encode, double decode) {
        UNetCost.Run run = UNET.run(height, width);
        assertEquals(1, run.forward() / forward, 0.002);
        assertEquals(1, (run.forward() + run.backward()) / both, 0.002);
        assertEquals(1, VAE.encode(height, width) / encode, 0.002);
        assertEquals(1, VAE.decode(height, width) / decode, 0.002);
    }

    /** Oracle: the same counter on AutoencoderTiny as it is without arguments, which is TAESD. */
    @ParameterizedTest
    @CsvSource({"64, 64, 122324779008, 141350141952", "40, 72, 86009610240, 99386818560"})
    void flopsOfTheTinyAutoencoderAreThoseOfTheReference(long height, long width, double encode, double decode) {
        AutoencoderTinyConfig taesd = new AutoencoderTinyConfig(4, 64, List.of(1, 3, 3, 3), 64, List.of(3, 3, 3, 1), 1);
        VaeCost tiny = new VaeCost(taesd, taesd);
        assertEquals(1, tiny.encode(height, width) / encode, 1e-9);
        assertEquals(1, tiny.decode(height, width) / decode, 1e-9);
        VaeCost split = new VaeCost(KL, taesd);
        assertEquals(VAE.encode(height, width), split.encode(height, width));
        assertEquals(tiny.decode(height, width), split.decode(height, width));
    }

    /** Oracle: the goals that the project set itself. */
    @ParameterizedTest
    @CsvSource({"X0, 70", "UNET, 110"})
    void aFrameCostsNoMoreThanItMay(Gradient gradient, double most) {
        DualPathOptions full = StyleTransferOptions.methodDefaults(30, FrameConsistency.FULL);
        DualPathOptions options =
                full.withTies(full.ties().withEnergy(full.ties().energy().withGradient(gradient)));
        double units = new FrameCost(UNET, options, 64, 64, 1).units(false);
        assertTrue(units > 60 && units <= most, units + " units");
    }

    /** Oracle: counted by hand. Of 30 steps the inversion computes 0 to 3, 5, 7, … 29; the style computes all of its own. */
    @Test
    void anInversionThatHoldsItsNoiseCostsWhatItComputes() {
        DualPathOptions all = StyleTransferOptions.methodDefaults(30, FrameConsistency.NONE);
        FrameCost exact = new FrameCost(UNET, all, 64, 64, 1);
        FrameCost held = new FrameCost(UNET, all.withBeyond(all.beyond().withInversionInterval(2)), 64, 64, 1);
        assertEquals(17 * exact.unit(), held.inversion(), 1e-6 * exact.unit());
        assertEquals(exact.denoising(false), held.denoising(false));
        assertEquals(exact.style(), held.style());
    }
}
