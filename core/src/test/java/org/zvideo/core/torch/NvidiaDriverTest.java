package org.zvideo.core.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Oracle: the driver's files, as a machine with two cards has them. */
class NvidiaDriverTest {
    @TempDir
    Path folder;

    @Test
    void theDriverNamesItsCards() throws IOException {
        write("gpus/0000:02:00.0/information", "Model: \t\t NVIDIA H100 80GB HBM3\nIRQ:   \t\t 33\n");
        write("gpus/0000:01:00.0/information", "Model: \t\t NVIDIA A100-SXM4-40GB\nGPU UUID: \t GPU-1\n");
        write("version", "NVRM version: NVIDIA UNIX x86_64 Kernel Module  570.86.15\nGCC version: 12\n");
        assertEquals(
                List.of(
                        "NVIDIA A100-SXM4-40GB",
                        "NVIDIA H100 80GB HBM3",
                        "NVRM version: NVIDIA UNIX x86_64 Kernel Module  570.86.15"),
                new NvidiaDriver(folder).versions());
        assertEquals(List.of(), new NvidiaDriver(folder.resolve("absent")).versions());
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
