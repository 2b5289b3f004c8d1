package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.zvideo.video.job.Programs;

/** What a process has loaded once it has every library that computes. Oracle: the system's list of what is mapped into it. */
class WindowlessTest {
    private static final String MARK = "loaded: ";

    /** Loads all libraries and lists them. */
    static final class Loading {
        private Loading() {}

        public static void main(String[] arguments) throws IOException {
            Programs.loaded();
            try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
                System.out.println(MARK
                        + maps.filter(line -> line.contains(".so"))
                                .map(line -> line.replaceFirst("^.*/", ""))
                                .distinct()
                                .collect(Collectors.joining(" ")));
            }
        }
    }

    @Test
    void neitherWindowsNorWhatTheyNeedAreLoaded() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Loading.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        Set<String> loaded = new TreeSet<>(Set.of(
                said.substring(said.indexOf(MARK) + MARK.length()).strip().split(" ")));
        assertTrue(
                loaded.stream().anyMatch(name -> name.startsWith("libopencv_video.so"))
                        && loaded.stream().anyMatch(name -> name.startsWith("libjniopencv_video")),
                said);
        loaded.removeIf(name -> !name.matches(".*(gtk|gdk|X11|highgui|cairo|pango|avdevice|asound).*"));
        assertEquals(Set.of(), loaded);
    }
}
