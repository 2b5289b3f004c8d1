package org.zvideo.server.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.content.ResourceHttpContent;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.ResourceService;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.resource.ResourceFactory;

/** Takes each request past the {@link Guard} to its {@link Route}, and sends the answer. */
final class RestHandler extends Handler.Abstract {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_STREAMS = 16;
    private static final long MOST_DRAINED = 8_000_000;
    private static final int BUFFER = 1 << 16;
    /** The policy of the page: nothing but its own files, no script in its text, in no frame. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' blob:; media-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'none';"
            + " base-uri 'none'; frame-ancestors 'none'";

    private final Guard guard;
    private final List<Route> routes;
    private final Function<Throwable, Optional<ProblemException>> expected;
    private final RequestLog log;
    private final Semaphore streams = new Semaphore(MOST_STREAMS);
    private final ResourceService files = new ResourceService();

    /** Is told of each request that was answered. */
    interface RequestLog {
        /**
         * One answer.
         *
         * @param pattern of the route; never the path, which may hold names
         * @param fault   what went wrong inside the server, if anything
         */
        void answered(String method, String pattern, int status, long millis, Optional<Throwable> fault);
    }

    /**
     * @param expected how what handlers throw is answered; empty for a fault of the server's own
     */
    RestHandler(
            Guard guard, List<Route> routes, Function<Throwable, Optional<ProblemException>> expected, RequestLog log) {
        this.guard = guard;
        this.routes = List.copyOf(routes);
        this.expected = expected;
        this.log = log;
        files.setAcceptRanges(true);
        files.setDirAllowed(false);
        files.setEtags(true);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        long start = System.nanoTime();
        String pattern = "-";
        Optional<Throwable> fault = Optional.empty();
        headers(response);
        try {
            guard.requireOwnPage(request);
            String path = request.getHttpURI().getDecodedPath();
            Route route = route(request.getMethod(), path);
            pattern = route.pattern();
            guard.require(route.access(), request);
            Call call = new Call(request, route.match(path).orElseThrow(), route.most());
            if (call.length() > route.most()) {
                throw new ProblemException(413, "TOO_LARGE", "the body has more than " + route.most() + " bytes");
            }
            send(route.handler().answer(call), request, response, callback);
        } catch (Exception | LinkageError | OutOfMemoryError e) {
            Optional<ProblemException> problem =
                    e instanceof ProblemException own ? Optional.of(own) : expected.apply(e);
            fault = problem.isPresent() ? Optional.empty() : Optional.of(e);
            problem(
                    problem.orElseGet(() -> new ProblemException(
                            500, "INTERNAL", "an internal error of zvideo; its log says where it came from")),
                    response,
                    callback);
        }
        log.answered(
                request.getMethod(), pattern, response.getStatus(), (System.nanoTime() - start) / 1_000_000, fault);
        return true;
    }

    private Route route(String method, String path) {
        TreeSet<String> methods = new TreeSet<>();
        for (Route route : routes) {
            if (route.match(path).isPresent()) {
                if (route.method().equals(method)
                        || (method.equals("HEAD") && route.method().equals("GET"))) {
                    return route;
                }
                methods.add(route.method());
            }
        }
        if (methods.isEmpty()) {
            throw new ProblemException(404, "NOT_FOUND", "no such address");
        }
        throw new ProblemException(405, "METHOD", "this address takes " + String.join(", ", methods));
    }

    private static void headers(Response response) {
        response.getHeaders()
                .put("Content-Security-Policy", POLICY)
                .put("X-Content-Type-Options", "nosniff")
                .put("Referrer-Policy", "no-referrer")
                .put("Cross-Origin-Opener-Policy", "same-origin")
                .put("Cross-Origin-Resource-Policy", "same-origin")
                .put(HttpHeader.CACHE_CONTROL, "no-store");
    }

    private void send(Answer answer, Request request, Response response, Callback callback) {
        if (answer instanceof Answer.Bytes bytes) {
            bytes.headers().forEach(response.getHeaders()::put);
            write(bytes.status(), bytes.type(), bytes.content(), request.getMethod(), response, callback);
        } else if (answer instanceof Answer.File file) {
            file.headers().forEach(response.getHeaders()::put);
            // the file may be replaced by an adjusted one, so what was kept of it is compared first
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "private, no-cache");
            files.doGet(
                    request,
                    response,
                    callback,
                    new ResourceHttpContent(ResourceFactory.root().newResource(file.file()), file.type()));
        } else if (answer instanceof Answer.Events events) {
            if (!streams.tryAcquire()) {
                throw new ProblemException(503, "TOO_MANY", "too many pages are open");
            }
            response.setStatus(200);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
            EventStream stream = new EventStream(response, Callback.from(streams::release, callback));
            events.subscribe().accept(stream);
        }
    }

    private static void write(
            int status, String type, byte[] content, String method, Response response, Callback callback) {
        response.setStatus(status);
        if (!type.isEmpty()) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        }
        if (status != 204) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.length);
        }
        response.write(true, ByteBuffer.wrap(method.equals("HEAD") ? new byte[0] : content), callback);
    }

    /**
     * Reads what a refused caller is still sending, as far as that is little: whoever writes does not read, and would see a closed
     * connection instead of the answer.
     */
    private static void drain(Request request) {
        try (InputStream body = Content.Source.asInputStream(request)) {
            for (long left = MOST_DRAINED; left > 0; left -= BUFFER) {
                if (body.readNBytes(BUFFER).length < BUFFER) {
                    return;
                }
            }
        } catch (IOException e) {
            return; // it has gone
        }
    }

    private static void problem(ProblemException problem, Response response, Callback callback) {
        drain(response.getRequest());
        ObjectNode body = JSON.createObjectNode()
                .put("type", "about:blank")
                .put("status", problem.status())
                .put("kind", problem.kind())
                .put("detail", problem.getMessage());
        for (Map.Entry<String, ?> more : problem.more().entrySet()) {
            body.set(more.getKey(), JSON.valueToTree(more.getValue()));
        }
        if (problem.status() == 421) {
            // the same connection is of no use for the right name
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        write(
                problem.status(),
                "application/problem+json",
                body.toString().getBytes(StandardCharsets.UTF_8),
                response.getRequest().getMethod(),
                response,
                callback);
    }
}
