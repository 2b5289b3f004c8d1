package org.zvideo.server.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Oracle: a listener that was never away. */
class EventsTest {
    private static final class Heard implements Events.Listener {
        private final List<String> texts = new ArrayList<>();

        @Override
        public void send(String text) {
            texts.add(text);
        }

        @Override
        public void close() {
            texts.add("closed");
        }
    }

    private static void tell(Events events, int n) {
        events.tell("job", JsonNodeFactory.instance.numberNode(n));
    }

    @Test
    void whoComesBackHearsWhatItMissed() {
        for (int cut = 1; cut <= 10; cut++) {
            Events events = new Events();
            Heard uncut = new Heard();
            Heard cutOff = new Heard();
            events.add(uncut, OptionalLong.empty());
            events.add(cutOff, OptionalLong.empty());
            for (int n = 1; n <= 10; n++) {
                tell(events, n);
                if (n == cut) {
                    events.remove(cutOff);
                }
            }
            events.add(cutOff, OptionalLong.of(cut));
            assertEquals(uncut.texts, cutOff.texts, "cut after " + cut);
        }
    }

    @Test
    void whoWasAwayTooLongStartsOver() {
        Events events = new Events();
        for (int n = 1; n <= 1100; n++) {
            tell(events, n);
        }
        for (long last : new long[] {3, 99, 2000}) {
            Heard late = new Heard();
            events.add(late, OptionalLong.of(last));
            assertEquals(List.of("id: 1100\nevent: reset\ndata: {}\n\n"), late.texts);
        }
        Heard near = new Heard();
        events.add(near, OptionalLong.of(100));
        assertEquals(1000, near.texts.size());
        events.close();
        assertTrue(near.texts.contains("closed"));
    }
}
