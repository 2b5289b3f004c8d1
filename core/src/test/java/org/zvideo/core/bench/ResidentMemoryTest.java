package org.zvideo.core.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Oracle: a file as Linux writes it, and none, as on other systems. */
class ResidentMemoryTest {
    @TempDir
    Path folder;

    @Test
    void thePeakIsTheSystemsAndElsewhereWhatTheProcessHasNow() throws IOException {
        Path status = Files.writeString(folder.resolve("status"), "VmPeak:\t 900 kB\nVmHWM:\t     123 kB\n");
        assertEquals(123 * 1024, ResidentMemory.peak(status, () -> 7));
        assertEquals(7, ResidentMemory.peak(Files.writeString(status, "VmPeak:\t 900 kB\n"), () -> 7));
        assertEquals(7, ResidentMemory.peak(folder.resolve("none"), () -> 7));
    }
}
