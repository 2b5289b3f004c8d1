package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.StillImage;

/** Oracle: the second shot as a video of its own. */
class ShotsTest {
    private static final int FRAMES = 3;

    @RegisterExtension
    static final WarmProgram PROGRAM = new WarmProgram();

    private final Path folder = PROGRAM.folder();

    @Test
    void nothingOfAShotReachesTheNext() throws Exception {
        RgbImage coffee = scene("photos/coffee.jpg");
        RgbImage cat = scene("photos/chelsea.jpg");
        for (int n = 0; n < FRAMES; n++) {
            write("both", n + 1, shifted(coffee, 2 * n));
            write("both", n + 1 + FRAMES, shifted(cat, 2 * n));
            write("second", n + 1, shifted(cat, 2 * n));
        }
        stylize("both", "auto");
        stylize("second", "auto");
        for (int n = 1; n <= FRAMES; n++) {
            assertEquals(result("second", n), result("both", n + FRAMES), "frame " + n);
        }
        JsonNode report = new ObjectMapper()
                .readTree(folder.resolve("both-out.report.json").toFile());
        assertEquals("[{\"frame\":3,\"seconds\":0.12}]", report.path("cuts").toString());
        Files.writeString(folder.resolve("cuts.txt"), "0.12\n");
        Path found = Files.move(folder.resolve("both-out"), folder.resolve("found"));
        stylize("both", "cuts.txt");
        assertEquals(StillImage.read("result", found.resolve("5.png")), result("both", 5));
    }

    private static RgbImage scene(String name) {
        return StillImage.resized(StillImage.read("picture", Run.TESTDATA.resolve(name)), 120, 72);
    }

    private static RgbImage shifted(RgbImage image, int by) {
        RgbImage part = new RgbImage(96, 64);
        for (int y = 0; y < 64; y++) {
            System.arraycopy(image.pixels(), 3 * (120 * y + by), part.pixels(), 3 * 96 * y, 3 * 96);
        }
        return part;
    }

    private void write(String name, int number, RgbImage image) throws IOException {
        Path file = folder.resolve(name).resolve(number + ".png");
        Files.createDirectories(file.getParent());
        Files.write(file, StillImage.encode(image, file));
    }

    private void stylize(String name, String cuts) throws Exception {
        Files.createDirectories(folder.resolve(name + "-out"));
        Run run = PROGRAM.of(Run.quick(4, name + "/%d.png", "-o", name + "-out/%d.png", "--cuts", cuts, "-y"));
        assertEquals(0, run.status(), run.messages());
    }

    private RgbImage result(String name, int number) {
        return StillImage.read("result", folder.resolve(name + "-out").resolve(number + ".png"));
    }
}
