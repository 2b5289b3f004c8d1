package org.zvideo.core.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Oracle: the lengths, counted; the documented limit of Windows. */
class PathLimitTest {
    @Test
    void aPathThatFitsIsFine() {
        assertEquals(Optional.empty(), new PathLimit(10).exceededBy(Path.of("/films/a.b")));
        assertEquals(
                Optional.of("the path of /films/ab.c has 11 characters, and LibTorch opens none of more than 10 on this"
                        + " system"),
                new PathLimit(10).exceededBy(Path.of("/films/ab.c")));
    }

    @Test
    void aPathIsAsLongAsFromItsRoot() {
        int here = Path.of("").toAbsolutePath().toString().length();
        assertEquals(Optional.empty(), new PathLimit(here + 2).exceededBy(Path.of("a")));
        assertEquals(true, new PathLimit(here + 1).exceededBy(Path.of("a")).isPresent());
    }

    @Test
    void onlyWindowsHasALimit() {
        assertEquals(260 - 1, PathLimit.of(OperatingSystem.WINDOWS).characters());
        assertEquals(Integer.MAX_VALUE, PathLimit.of(OperatingSystem.LINUX).characters());
    }
}
