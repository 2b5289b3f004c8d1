package org.zvideo.core.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process's resident memory, as Linux counts it. */
public final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path RESET = Path.of("/proc/self/clear_refs");

    private ResidentMemory() {}

    /** Begins a new peak. */
    public static void reset() {
        try {
            Files.writeString(RESET, "5");
        } catch (IOException e) {
            return; // elsewhere peaks are those since the start, or not known at all
        }
    }

    /** Bytes at the highest since the last reset; 0 where the system does not tell. */
    public static long peak() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmHWM"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
