package org.zvideo.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.error.Usage;
import org.zvideo.core.error.ZvideoException;

/** Oracle: the numbers of sysexits, as README and the manual promise them. */
class ExitCodeTest {
    private static final Map<ErrorKind, Integer> STATUS = new EnumMap<>(Map.ofEntries(
            Map.entry(ErrorKind.BAD_INPUT, 65),
            Map.entry(ErrorKind.MISSING_INPUT, 66),
            Map.entry(ErrorKind.USAGE, 64),
            Map.entry(ErrorKind.CANNOT_CREATE, 73),
            Map.entry(ErrorKind.UNAVAILABLE, 69),
            Map.entry(ErrorKind.IO, 74),
            Map.entry(ErrorKind.WEIGHTS, 65),
            Map.entry(ErrorKind.MEMORY, 71),
            Map.entry(ErrorKind.DEVICE, 69),
            Map.entry(ErrorKind.NOT_FINITE, 70),
            Map.entry(ErrorKind.OTHER_JOB, 78)));

    @ParameterizedTest
    @EnumSource
    void everyKindHasItsStatus(ErrorKind kind) {
        assertEquals(STATUS.get(kind), status(new ZvideoException(kind, "what: why")));
    }

    @Test
    void otherErrorsHaveTheirs() {
        assertEquals(69, status(new UnsatisfiedLinkError("no library")));
        assertEquals(70, status(new NoSuchMethodError("of a plug-in that was built for another version")));
        assertEquals(71, status(new OutOfMemoryError("Java heap space")));
        assertEquals(71, status(new RuntimeException("DefaultCPUAllocator: can't allocate memory")));
        assertEquals(74, status(new UncheckedIOException(new IOException("disk"))));
        assertEquals(70, status(new IllegalStateException("bug")));
        assertEquals(130, status(new CancelledException(StopSignal.INT)));
        assertEquals(143, status(new CancelledException(StopSignal.TERM)));
        assertEquals(129, status(new CancelledException(StopSignal.HUP)));
    }

    /** A wrong value is the user's mistake while values are built from what the user gave, and the program's later. */
    @Test
    void aWrongArgumentIsTheUsersOnlyWhereTheUserGaveIt() {
        IllegalArgumentException error = new NumberFormatException("For input string: \"x\"");
        assertEquals(70, status(error));
        try {
            Usage.check(() -> {
                throw error;
            });
        } catch (ZvideoException e) {
            assertEquals(64, status(e));
            assertEquals(error.getMessage(), e.getMessage());
        }
    }

    /** A Java program is told nothing of the command's options; its words of them: {@link FailuresTest}. */
    @Test
    void aProgramHearsOfNoOptions() {
        Arrays.stream(Remedy.Id.values()).map(id -> new Remedy(id, "x")).forEach(remedy -> {
            assertTrue(!remedy.text().matches(".*(^| )--?[a-z].*"), remedy.text());
        });
    }

    private static int status(Throwable error) {
        return ExitCode.of(error).status();
    }
}
