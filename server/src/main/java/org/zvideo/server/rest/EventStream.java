package org.zvideo.server.rest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * One page that listens to events. Texts are written without waiting for it; a page that does not read is closed once
 * {@value #MOST_BYTES} bytes wait for it, and comes back for what it missed.
 */
public final class EventStream {
    private static final int MOST_BYTES = 65_536;

    private final Response response;
    private final Callback finished;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private int bytes;
    private boolean writing;
    private boolean closing;
    private boolean closed;
    private Runnable onClose = () -> {};

    EventStream(Response response, Callback finished) {
        this.response = response;
        this.finished = finished;
    }

    /** Runs an action when either side has closed; at once if that is so already. */
    public void onClose(Runnable action) {
        boolean now;
        synchronized (this) {
            onClose = action;
            now = closed;
        }
        if (now) {
            action.run();
        }
    }

    /** Writes a text in the format of server-sent events. */
    public void send(String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        synchronized (this) {
            if (closed || closing) {
                return;
            }
            bytes += content.length;
            if (bytes <= MOST_BYTES) {
                waiting.add(content);
            } else {
                closing = true;
                waiting.clear();
            }
        }
        write();
    }

    /** Ends the stream after what waits. */
    public void close() {
        synchronized (this) {
            closing = true;
        }
        write();
    }

    private void write() {
        byte[] next;
        boolean last;
        synchronized (this) {
            if (writing || closed || (waiting.isEmpty() && !closing)) {
                return;
            }
            writing = true;
            next = waiting.isEmpty() ? new byte[0] : waiting.remove();
            last = closing && waiting.isEmpty();
            bytes -= next.length;
        }
        response.write(last, ByteBuffer.wrap(next), Callback.from(() -> written(last), this::failed));
    }

    private void written(boolean last) {
        synchronized (this) {
            writing = false;
        }
        if (last) {
            end(null);
        } else {
            write();
        }
    }

    /** A closed page shows only now. */
    private void failed(Throwable why) {
        end(why);
    }

    private void end(@Nullable Throwable why) {
        Runnable action;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            waiting.clear();
            action = onClose;
        }
        action.run();
        if (why == null) {
            finished.succeeded();
        } else {
            finished.failed(why);
        }
    }
}
