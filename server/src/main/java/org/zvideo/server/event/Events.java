package org.zvideo.server.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What happens, in order and with numbers. Whoever was away for a moment is told what it missed, or, if that is too much, to
 * ask for everything.
 */
public final class Events {
    private static final int KEPT = 1000;

    private final Deque<Event> newest = new ArrayDeque<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private long count;

    /** One of them, as server-sent events are written. */
    private record Event(long number, String text) {}

    /** Takes texts; must not wait. */
    public interface Listener {
        void send(String text);

        void close();
    }

    /** Tells everybody that listens. */
    public synchronized void tell(String type, JsonNode data) {
        count++;
        Event event = new Event(count, "id: " + count + "\nevent: " + type + "\ndata: " + data + "\n\n");
        if (newest.size() == KEPT) {
            newest.remove();
        }
        newest.add(event);
        listeners.forEach(listener -> listener.send(event.text));
    }

    /**
     * Starts telling somebody.
     *
     * @param after number of the last event that it knows
     */
    public synchronized void add(Listener listener, OptionalLong after) {
        boolean known = after.isPresent()
                && after.getAsLong() <= count
                && (newest.isEmpty() ? after.getAsLong() == count : after.getAsLong() >= newest.element().number - 1);
        if (known) {
            newest.stream()
                    .filter(event -> event.number > after.getAsLong())
                    .forEach(event -> listener.send(event.text));
        } else {
            listener.send("id: " + count + "\nevent: reset\ndata: {}\n\n");
        }
        listeners.add(listener);
    }

    public void remove(Listener listener) {
        listeners.remove(listener);
    }

    /** Lets those that are gone be noticed, and those that listen know that the server lives. */
    public synchronized void alive() {
        listeners.forEach(listener -> listener.send(": \n\n"));
    }

    /** Says good-bye. */
    public synchronized void close() {
        listeners.forEach(listener -> listener.send("event: bye\ndata: {}\n\n"));
        listeners.forEach(Listener::close);
    }
}
