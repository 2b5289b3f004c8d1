package org.zvideo.server.rest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;

/**
 * Bounds the number of open connections without ever keeping a new caller waiting: one too many takes the place of another. Those
 * that have not shown who they are go first, the oldest before the others, so that slow strangers only put each other out; then
 * those that nothing is done for, the one that rested longest before the others.
 */
final class Connections implements Connection.Listener {
    private final int most;
    /** In the order in which they go. */
    private final Map<Connection, Use> open = new LinkedHashMap<>();

    /** What a connection is used for. */
    private enum Use {
        STRANGER,
        RESTING,
        AT_WORK
    }

    Connections(int most) {
        this.most = most;
    }

    @Override
    public void onOpened(Connection connection) {
        Optional<Connection> surplus = Optional.empty();
        synchronized (this) {
            if (open.size() >= most) {
                surplus = Optional.of(
                        first(Use.STRANGER).or(() -> first(Use.RESTING)).orElse(connection));
            }
            open.put(connection, Use.STRANGER);
            surplus.ifPresent(open::remove);
        }
        surplus.ifPresent(Connection::close);
    }

    private Optional<Connection> first(Use use) {
        return open.entrySet().stream()
                .filter(each -> each.getValue() == use)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        open.remove(connection);
    }

    /** A request showed that it comes from the page. */
    void known(Request request) {
        use(request, Use.STRANGER, Use.RESTING);
    }

    /** A request of the page is whole and is worked on until it is answered. */
    void works(Request request) {
        use(request, Use.RESTING, Use.AT_WORK);
        Request.addCompletionListener(request, failure -> use(request, Use.AT_WORK, Use.RESTING));
    }

    private synchronized void use(Request request, Use before, Use after) {
        Connection connection = request.getConnectionMetaData().getConnection();
        if (open.remove(connection, before)) {
            open.put(connection, after); // as the newest
        }
    }
}
