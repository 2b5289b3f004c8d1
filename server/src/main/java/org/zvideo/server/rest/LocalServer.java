package org.zvideo.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.video.error.MediaException;

/** Routes on a port of this machine that no other machine reaches. */
public final class LocalServer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int MOST_THREADS = 16;
    private static final int FEWEST_THREADS = 4;
    private static final int MOST_CONNECTIONS = 64;
    private static final int HEADER_BYTES = 8192;
    private static final long IDLE_MILLIS = 30_000;

    private final Server server;
    private final ServerConnector connector;
    private final Sessions sessions;

    /** Writes what was asked and how it was answered, and nothing secret. */
    @FunctionalInterface
    public interface Log {
        void line(String text, Optional<Throwable> fault);
    }

    /**
     * Starts answering.
     *
     * @param port     0 for any that is free
     * @param expected how what handlers throw is answered; empty for a fault of the server's own
     * @throws MediaException if the port is taken
     */
    public LocalServer(
            int port,
            Sessions sessions,
            List<Route> routes,
            Function<Throwable, Optional<ProblemException>> expected,
            Log log) {
        this.sessions = sessions;
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, FEWEST_THREADS);
        threads.setName("serve");
        threads.setDaemon(true);
        server = new Server(threads);
        server.setStopTimeout(0); // streams are closed by whoever writes to them
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(HOST);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        Connections connections = new Connections(MOST_CONNECTIONS);
        connector.addEventListener(connections);
        Guard guard = new Guard(sessions);
        List<Route> all = new ArrayList<>(routes);
        all.add(new Route("POST", "/api/v1/login", Access.OPEN, Route.JSON, call -> login(call, guard)));
        server.setHandler(new RestHandler(
                guard,
                connections,
                all,
                expected,
                (method, pattern, status, millis, fault) ->
                        log.line(method + " " + pattern + " " + status + " " + millis + " ms", fault)));
        try {
            connector.open(); // the guard has to know the port before the first request
            guard.port(connector.getLocalPort());
            server.start();
        } catch (IOException e) {
            throw new MediaException(
                    ErrorKind.CANNOT_CREATE, "port " + port + ": cannot be opened: " + FileReason.of(e), e);
        } catch (Exception e) {
            throw new IllegalStateException("the server does not start: " + e, e);
        }
    }

    private Answer login(Call call, Guard guard) {
        JsonNode body = call.json(Set.of("token"));
        if (!sessions.takes(body.path("token").asText())) {
            throw new ProblemException(
                    403,
                    "BAD_LINK",
                    "this link was used already or is older than ten minutes; press Enter in the terminal where zvideo"
                            + " serve runs for a new one");
        }
        return Answer.json(
                200,
                JsonNodeFactory.instance.objectNode().put("key", sessions.key()),
                Map.of(
                        "Set-Cookie",
                        guard.cookieName() + "=" + sessions.cookie() + "; Path=/; HttpOnly; SameSite=Strict"));
    }

    /** The port that is listened on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** The address of the page, for one login. */
    public String link() {
        return "http://" + HOST + ":" + port() + "/#" + sessions.link();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server does not stop: " + e, e);
        }
    }
}
