package org.zvideo.core;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.diffusion.LatentDiffusion;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.weights.ModelContainer;
import org.zvideo.core.weights.ModelSource;

/** The small models that the tests run on, and pictures from a formula. */
public final class TestModels {
    private TestModels() {}

    public static Path testdata() {
        return Path.of(System.getProperty("zvideo.testdata"));
    }

    /** A random model with Stable Diffusion v1's topology, in a folder. */
    public static Path tiny() {
        return testdata().resolve("golden/models/tiny-null");
    }

    public static LatentDiffusion load(Placement placement) {
        try (ModelContainer container = ModelContainer.open(tiny(), Optional.empty())) {
            return LatentDiffusion.load(container, placement);
        }
    }

    public static StyleTransfer open(DualPathOptions method) {
        return StyleTransfer.open(
                ModelSource.of(tiny()), Placement.CPU_F32, new StyleTransferOptions(method, OptionalInt.of(64)));
    }

    /** A picture of the test data. */
    static RgbImage picture(String name) {
        try {
            BufferedImage read = ImageIO.read(testdata().resolve(name).toFile());
            RgbImage image = new RgbImage(read.getWidth(), read.getHeight());
            for (int n = 0; n < image.pixels().length; n += 3) {
                int rgb = read.getRGB(n / 3 % image.width(), n / 3 / image.width());
                image.pixels()[n] = (byte) (rgb >> 16);
                image.pixels()[n + 1] = (byte) (rgb >> 8);
                image.pixels()[n + 2] = (byte) rgb;
            }
            return image;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A smooth colored pattern that moves with {@code time}. */
    public static RgbImage pattern(int width, int height, int time) {
        RgbImage image = new RgbImage(width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = 3 * (y * width + x);
                image.pixels()[at] = (byte) (128 + 100 * Math.sin((x + 2 * time) / 7.0));
                image.pixels()[at + 1] = (byte) (128 + 100 * Math.sin((y - time) / 9.0));
                image.pixels()[at + 2] = (byte) (128 + 100 * Math.cos((x + y + time) / 11.0));
            }
        }
        return image;
    }

    /** The style of {@code pattern}. */
    static List<Style> style(StyleTransfer transfer) {
        return List.of(transfer.style(pattern(80, 70, 40), StyleTransferOptions.LAMBDA, FrameObserver.NONE));
    }
}
