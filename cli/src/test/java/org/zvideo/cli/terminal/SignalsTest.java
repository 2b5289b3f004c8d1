package org.zvideo.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import org.junit.jupiter.api.Test;

/** Oracle: a name that no system knows, as Windows knows no HUP. */
class SignalsTest {
    @Test
    void aSignalThatTheSystemDoesNotKnowIsLeftOut() {
        assertDoesNotThrow(() -> Signals.handle("NOSUCH", () -> {}));
    }
}
