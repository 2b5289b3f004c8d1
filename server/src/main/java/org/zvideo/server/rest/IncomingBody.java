package org.zvideo.server.rest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** The body of a request, taken in as it comes while no thread waits for it. */
final class IncomingBody implements Runnable {
    private final Request request;
    private final long most;
    private final Consumer<byte[]> whole;
    private final Consumer<IOException> broken;
    private final boolean kept;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long taken;

    private IncomingBody(
            Request request, long most, boolean kept, Consumer<byte[]> whole, Consumer<IOException> broken) {
        this.request = request;
        this.most = most;
        this.kept = kept;
        this.whole = whole;
        this.broken = broken;
    }

    /**
     * Reads a body to its end, or until it has more bytes than are allowed.
     *
     * @param whole  continues with what was read
     * @param broken continues if the caller has left
     */
    static void read(Request request, long most, Consumer<byte[]> whole, Consumer<IOException> broken) {
        new IncomingBody(request, most, true, whole, broken).run();
    }

    /**
     * Reads what a refused caller is still sending, as far as that is little: whoever writes does not read, and would see a closed
     * connection instead of the answer.
     *
     * @param then continues, whatever came
     */
    static void drain(Request request, long most, Runnable then) {
        new IncomingBody(request, most, false, all -> then.run(), gone -> then.run()).run();
    }

    @Override
    public void run() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                broken.accept(new IOException(chunk.getFailure()));
                return;
            }
            boolean last = take(chunk);
            chunk.release();
            if (last) {
                whole.accept(bytes.toByteArray());
                return;
            }
        }
    }

    private boolean take(Content.Chunk chunk) {
        taken += chunk.remaining();
        if (kept) {
            byte[] part = new byte[chunk.remaining()];
            chunk.get(part, 0, part.length);
            bytes.writeBytes(part);
        }
        return chunk.isLast() || taken > most;
    }
}
