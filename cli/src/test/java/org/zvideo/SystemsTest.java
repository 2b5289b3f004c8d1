package org.zvideo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each thing that differs between systems is asked for in one place. Oracle: the sources. */
class SystemsTest {
    @Test
    void theSystemIsAskedInOnePlace() {
        Map<String, Set<String>> places = new TreeMap<>();
        places.put("\"os\\.name\"", Set.of("OperatingSystem"));
        places.put("\"/proc/cpuinfo", Set.of("Processor"));
        places.put("\"/proc/", Set.of("NvidiaDriver", "Processor", "ResidentMemory"));
        places.put("\"sun\\.misc", Set.of("Signals"));
        places.put("/dev/null", Set.of("Completion", "OperatingSystem")); // in a script for bash
        places.put("ATOMIC_MOVE", Set.of("OwnFiles"));
        places.put("PosixFilePermissions\\.", Set.of("OwnFiles"));
        places.put("Files\\.getOwner", Set.of());
        places.put("\"file:\" \\+", Set.of("FfmpegCalls", "MuxTrial"));
        places.forEach((pattern, expected) -> assertEquals(new TreeSet<>(expected), found(pattern), pattern));
    }

    private static Set<String> found(String pattern) {
        Pattern sought = Pattern.compile(pattern);
        Set<String> classes = new TreeSet<>();
        Sources.below("core/src/main/java", "video/src/main/java", "server/src/main/java", "cli/src/main/java")
                .forEach((file, text) -> {
                    if (sought.matcher(text).find()) {
                        classes.add(file.replaceAll(".*/|\\.java", ""));
                    }
                });
        return classes;
    }
}
