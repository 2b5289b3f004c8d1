package org.zvideo.core.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Oracle: descriptions of processors as Linux writes them, and none, as on other systems. */
class ProcessorTest {
    @TempDir
    Path folder;

    private Processor with(String cpuinfo, int chips) throws IOException {
        Path file = folder.resolve("cpuinfo");
        Files.writeString(file, cpuinfo);
        return new Processor(file, Map.of(), () -> chips);
    }

    @Test
    void hyperThreadsAreOneCore() throws IOException {
        StringBuilder two = new StringBuilder();
        for (int thread = 0; thread < 8; thread++) {
            two.append("model name\t: Some CPU @ 2 GHz\nphysical id\t: %d\ncore id\t\t: %d\n\n"
                    .formatted(thread / 4, thread % 2));
        }
        Processor processor = with(two.toString(), 99);
        assertEquals(4, processor.physicalCores(8));
        assertEquals(3, processor.physicalCores(3), "never more than may be used");
        assertEquals("Some CPU @ 2 GHz", processor.model());
    }

    /** As in some virtual machines, and on Linux for other processors. */
    @Test
    void whereNoCoresAreListedTheyAreCounted() throws IOException {
        assertEquals(2, with("processor\t: 0\nBogoMIPS\t: 50\n", 2).physicalCores(4));
        assertEquals(2, with("", 2).physicalCores(4));
    }

    @Test
    void elsewhereTheyAreCountedToo() {
        Map<String, String> windows = Map.of("PROCESSOR_IDENTIFIER", "AMD64 Family 25 Model 33");
        Processor other = new Processor(folder.resolve("none"), windows, () -> 6);
        assertEquals(6, other.physicalCores(12));
        assertEquals("AMD64 Family 25 Model 33", other.model());
        assertEquals(12, new Processor(folder.resolve("none"), Map.of(), () -> 0).physicalCores(12), "unknown: all");
        assertEquals(System.getProperty("os.arch"), new Processor(folder.resolve("none"), Map.of(), () -> 0).model());
    }
}
