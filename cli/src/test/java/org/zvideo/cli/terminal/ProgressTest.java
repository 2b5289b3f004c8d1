package org.zvideo.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a job with three frames of ten runs, two under way at once, draws. Oracle: the lines as they should be. */
class ProgressTest {
    private static final int RUNS = 10;

    private static List<String> drawn(ProgressMode mode, int columns) {
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
        return Arrays.stream(bytes.toString(StandardCharsets.UTF_8).split("\r\u001b\\[K|\n"))
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

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "JSON", "NONE"})
    void nothingIsDrawnOverWhereThereIsNoTerminal(ProgressMode mode) {
        String all = String.join("\n", drawn(mode, 80));
        assertFalse(all.contains("\u001b") || all.contains("\r"), all);
        assertEquals(mode == ProgressMode.NONE, all.isEmpty());
    }

    @Test
    void programsGetTheShare() {
        assertTrue(drawn(ProgressMode.JSON, 80).stream().anyMatch(line -> line.contains("\"share\":0.5")));
    }
}
