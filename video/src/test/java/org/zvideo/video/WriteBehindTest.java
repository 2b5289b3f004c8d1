package org.zvideo.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Work on another thread. Oracle: what its contract says. */
class WriteBehindTest {
    private final List<Integer> done = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> ended = Collections.synchronizedList(new ArrayList<>());

    @Test
    void workIsDoneInOrder() {
        try (WriteBehind writer = new WriteBehind()) {
            List<Integer> numbers = IntStream.range(0, 50).boxed().toList();
            numbers.forEach(n -> writer.run(() -> done.add(n), () -> ended.add(n)));
            writer.finish();
            assertEquals(numbers, done);
            assertEquals(numbers, ended);
        }
    }

    @Test
    void nothingIsDoneAfterAFailureAndEverythingEnds() {
        IllegalStateException full = new IllegalStateException("disk full");
        try (WriteBehind writer = new WriteBehind()) {
            writer.run(
                    () -> {
                        throw full;
                    },
                    () -> ended.add(0));
            assertSame(full, assertThrows(IllegalStateException.class, writer::finish));
            assertSame(
                    full,
                    assertThrows(IllegalStateException.class, () -> writer.run(() -> done.add(1), () -> ended.add(1))));
        }
        assertEquals(List.of(), done);
        assertEquals(List.of(0, 1), ended);
    }

    @Test
    void errorsAreHandedOnAsTheyAre() {
        try (WriteBehind writer = new WriteBehind()) {
            writer.run(
                    () -> {
                        throw new OutOfMemoryError("heap");
                    },
                    () -> ended.add(0));
            assertThrows(OutOfMemoryError.class, writer::finish);
        }
    }
}
