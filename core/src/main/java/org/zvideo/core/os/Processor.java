package org.zvideo.core.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntSupplier;
import org.bytedeco.javacpp.Loader;

/**
 * The machine's processor.
 *
 * @param cpuinfo     where Linux describes it
 * @param environment the variables of the process, among which Windows describes it
 * @param chips       counts physical cores where nothing describes it; 0 if that is unknown
 */
public record Processor(Path cpuinfo, Map<String, String> environment, IntSupplier chips) {
    private static final Path LINUX = Path.of("/proc/cpuinfo");

    /** This machine's. */
    public static Processor here() {
        return new Processor(LINUX, System.getenv(), Processor::cores);
    }

    private static int cores() {
        try {
            return Loader.totalCores();
        } catch (LinkageError e) {
            return 0;
        }
    }

    /**
     * The cores that a matrix product can keep busy, as hyper-threads share their arithmetic units.
     *
     * @param usable how many processors this process may use, of which there are never more
     */
    public int physicalCores(int usable) {
        int cores = listed().orElseGet(chips);
        return cores <= 0 ? usable : Math.min(usable, cores);
    }

    private OptionalInt listed() {
        Set<String> cores = new HashSet<>();
        String socket = "0";
        for (String line : lines()) {
            if (line.startsWith("physical id")) {
                socket = line;
            } else if (line.startsWith("core id")) {
                cores.add(socket + line);
            }
        }
        return cores.isEmpty() ? OptionalInt.empty() : OptionalInt.of(cores.size());
    }

    /** What it is called, so that what was measured on one is not taken for another. */
    public String model() {
        return lines().stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.replaceAll(".*:\\s*", ""))
                .orElseGet(() -> environment.getOrDefault("PROCESSOR_IDENTIFIER", System.getProperty("os.arch")));
    }

    /** Its features, by Linux's names for them; empty where nothing lists them. */
    public Set<String> features() {
        return lines().stream()
                .filter(line -> line.startsWith("flags"))
                .findFirst()
                .map(line ->
                        Set.copyOf(List.of(line.replaceFirst(".*?:\\s*", "").split("\\s+"))))
                .orElse(Set.of());
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(cpuinfo);
        } catch (IOException e) {
            return List.of(); // other systems have no such file
        }
    }
}
