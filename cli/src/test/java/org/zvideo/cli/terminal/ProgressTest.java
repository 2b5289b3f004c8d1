package org.zvideo.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a job with three frames of ten runs, two under way at once, draws. Oracle: the lines as they should be. */
class ProgressTest {
    private static final int RUNS = 10;

    private static String printed(ProgressMode mode, int columns) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long[] now = {0};
        try (Progress progress = new Progress(
                "frame",
                new PrintStream(bytes, true, StandardCharsets.UTF_8),
                mode,
                new Screen(true, () -> columns),
                () -> now[0])) {
            progress.expect(3);
            for (int frame = 0; frame < 3; frame++) {
                for (int run = 1; run <= RUNS; run++) {
                    now[0] += 2_000_000_000L;
                    progress.step(run, RUNS);
                }
                progress.unitDone();
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static List<String> drawn(ProgressMode mode, int columns) {
        return Arrays.stream(printed(mode, columns).split("\r *\r|\n"))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | [################--------] 70%  frame 3/3  0:18 left  20.0 s/frame",
                "60  | [###########------] 70%  frame 3/3  0:18 left  20.0 s/frame",
                "45  | 70%  frame 3/3  0:18 left  20.0 s/frame",
                "38  | [######---] 70%  frame 3/3  0:18 left",
                "20  | 70%  frame 3/3",
                "8   | 70%"
            })
    void itFitsTheWidth(int columns, String line) {
        List<String> lines = drawn(ProgressMode.AUTO, columns);
        assertTrue(lines.contains(line), lines.toString());
        lines.forEach(drawn -> assertTrue(drawn.length() < columns, drawn));
    }

    /** Oracle: a console that knows nothing but the start of a line. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 60, 200})
    void aConsoleWithoutEscapesIsEmptyAtTheEnd(int columns) {
        char[] line = " ".repeat(columns).toCharArray();
        int at = 0;
        String shown = "";
        for (char c : printed(ProgressMode.AUTO, columns).toCharArray()) {
            if (c == '\r') {
                at = 0;
            } else {
                assertTrue(c >= ' ' && c <= '~', "a sign that such a console shows: " + (int) c);
                line[at++] = c; // fails where a line is too long
                assertTrue(at < columns, "it would go to the next line");
            }
            shown = c == '%' ? new String(line) : shown;
        }
        assertEquals(" ".repeat(columns), new String(line));
        assertEquals(columns >= 8, shown.contains("%"));
    }

    @Test
    void whoWantsNoDrawingSaysSo() {
        assertTrue(Screen.canBeDrawnOver(Map.of()));
        assertTrue(Screen.canBeDrawnOver(Map.of("TERM", "xterm-256color")));
        assertTrue(Screen.canBeDrawnOver(Map.of("WT_SESSION", "1")));
        assertFalse(Screen.canBeDrawnOver(Map.of("TERM", "dumb")));
        assertFalse(Screen.canBeDrawnOver(Map.of("TERM", "xterm", "NO_COLOR", "")));
        assertEquals(Screen.NONE, Screen.ofStandardError(Map.of("NO_COLOR", "1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "JSON", "NONE"})
    void nothingIsDrawnOverWhereThereIsNoTerminal(ProgressMode mode) {
        String all = printed(mode, 80);
        assertFalse(all.contains("\u001b") || all.contains("\r"), all);
        assertEquals(mode == ProgressMode.NONE, all.isEmpty());
    }

    @Test
    void programsGetTheShare() {
        assertTrue(drawn(ProgressMode.JSON, 80).stream().anyMatch(line -> line.contains("\"share\":0.5")));
    }
}
