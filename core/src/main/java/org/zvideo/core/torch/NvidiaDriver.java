package org.zvideo.core.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What NVIDIA's driver says of itself and of its cards. Results depend on both: another card sums in another order.
 *
 * @param folder where the driver tells it, on Linux {@code /proc/driver/nvidia}
 */
public record NvidiaDriver(Path folder) {
    /** This machine's. */
    public static final NvidiaDriver HERE = new NvidiaDriver(Path.of("/proc/driver/nvidia"));

    private static final String MODEL = "Model:";

    /** The models of all cards, sorted, and the driver's version; empty where the driver does not say. */
    public List<String> versions() {
        try (Stream<Path> files = Files.walk(folder)) {
            return Stream.concat(
                            files.filter(file -> file.endsWith("information"))
                                    .flatMap(file -> lines(file).stream())
                                    .filter(line -> line.startsWith(MODEL))
                                    .map(line -> line.substring(MODEL.length()).strip())
                                    .sorted(),
                            lines(folder.resolve("version")).stream().limit(1))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
