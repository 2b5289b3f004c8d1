package org.zvideo.core.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.bytedeco.javacpp.Pointer;

/** The process's resident memory. Linux knows its peak; elsewhere what it has now has to do. */
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

    /** Bytes at the highest since the last reset; where the system keeps no peak, bytes at this moment. */
    public static long peak() {
        return peak(STATUS, Pointer::physicalBytes);
    }

    static long peak(Path status, LongSupplier now) {
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmHWM"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseGet(now);
        } catch (IOException e) {
            return now.getAsLong();
        }
    }
}
