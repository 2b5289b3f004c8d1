package org.zvideo.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Oracle: at least twice what there was, in half gigabytes. */
class JavaMemoryTest {
    @ParameterizedTest
    @CsvSource({"96, -Xmx512m", "512, -Xmx1g", "513, -Xmx1536m", "2048, -Xmx4g", "3000, -Xmx6g"})
    void theAdviceIsMoreThanThereWas(long megabytes, String option) {
        String message = JavaMemory.message(megabytes << 20);
        assertTrue(message.endsWith(option), message);
    }
}
