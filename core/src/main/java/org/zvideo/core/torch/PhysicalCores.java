package org.zvideo.core.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The cores a matrix product can keep busy: hyper-threads share their arithmetic units. */
public final class PhysicalCores {
    private PhysicalCores() {}

    /** Physical cores where the system tells them, never more than this process may use. */
    public static int count() {
        int usable = Runtime.getRuntime().availableProcessors();
        Path cpuinfo = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(cpuinfo)) {
            return usable;
        }
        Set<String> cores = new HashSet<>();
        String socket = "0";
        try {
            for (String line : Files.readAllLines(cpuinfo)) {
                if (line.startsWith("physical id")) {
                    socket = line;
                } else if (line.startsWith("core id")) {
                    cores.add(socket + line);
                }
            }
        } catch (IOException e) {
            return usable;
        }
        return cores.isEmpty() ? usable : Math.min(usable, cores.size());
    }
}
