package org.zvideo.video.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.zvideo.cli.command.CommandLines;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.StillImage;

/** Numbered pictures of a scene along which a window of 96x64 moves by two pixels a frame. */
final class MovingScene {
    private MovingScene() {}

    /** Writes {@code 0.png}, {@code 1.png}, … into a folder. */
    static void write(Path folder, int frames) throws IOException {
        RgbImage scene = StillImage.resized(
                StillImage.read("picture", CommandLines.TESTDATA.resolve("photos/coffee.jpg")), 120, 72);
        for (int n = 0; n < frames; n++) {
            RgbImage part = new RgbImage(96, 64);
            for (int y = 0; y < 64; y++) {
                System.arraycopy(scene.pixels(), 3 * (120 * y + 2 * n), part.pixels(), 3 * 96 * y, 3 * 96);
            }
            Path file = folder.resolve(n + ".png");
            Files.write(file, StillImage.encode(part, file));
        }
    }
}
