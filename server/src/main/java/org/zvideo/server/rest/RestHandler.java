package org.zvideo.server.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
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
    /** The policy of the page: nothing but its own files, no script in its text, in no frame. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' blob:; media-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'none';"
            + " base-uri 'none'; frame-ancestors 'none'";

    private final Guard guard;
    private final Connections connections;
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
            Guard guard,
            Connections connections,
            List<Route> routes,
            Function<Throwable, Optional<ProblemException>> expected,
            RequestLog log) {
        this.guard = guard;
        this.connections = connections;
        this.routes = List.copyOf(routes);
        this.expected = expected;
        this.log = log;
        files.setAcceptRanges(true);
        files.setDirAllowed(false);
        files.setEtags(true);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Exchange exchange = new Exchange(request, response, callback, System.nanoTime());
        headers(response);
        attempt(exchange, "-", () -> {
            guard.requireOwnPage(request);
            Route route = route(request.getMethod(), request.getHttpURI().getDecodedPath());
            attempt(exchange, route.pattern(), () -> take(exchange, route));
        });
        return true;
    }

    /** One request, and where its answer goes. */
    private record Exchange(Request request, Response response, Callback callback, long start) {}

    /** A step towards an answer. */
    private interface Step {
        void take() throws Exception;
    }

    /** Takes a step; what it throws is the answer. */
    private void attempt(Exchange exchange, String pattern, Step step) {
        try {
            step.take();
        } catch (Exception | LinkageError | OutOfMemoryError e) {
            Optional<ProblemException> problem =
                    e instanceof ProblemException own ? Optional.of(own) : expected.apply(e);
            IncomingBody.drain(exchange.request, MOST_DRAINED, () -> {
                problem(
                        problem.orElseGet(() -> new ProblemException(
                                500, "INTERNAL", "an internal error of zvideo; its log says where it came from")),
                        exchange.response,
                        exchange.callback);
                answered(exchange, pattern, problem.isPresent() ? Optional.empty() : Optional.of(e));
            });
        }
    }

    private void answered(Exchange exchange, String pattern, Optional<Throwable> fault) {
        log.answered(
                exchange.request.getMethod(),
                pattern,
                exchange.response.getStatus(),
                (System.nanoTime() - exchange.start) / 1_000_000,
                fault);
    }

    /** Takes in what the caller may send. A small body is waited for before any thread works on it. */
    private void take(Exchange exchange, Route route) {
        Request request = exchange.request;
        guard.require(route.access(), request);
        if (route.access() != Access.OPEN) {
            connections.known(request);
        }
        if (request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > route.most()) {
            throw new ProblemException(413, "TOO_LARGE", "the body has more than " + route.most() + " bytes");
        }
        if (route.most() > 0 && route.most() <= Route.JSON) {
            IncomingBody.read(
                    request,
                    route.most(),
                    bytes -> answer(exchange, route, new ByteArrayInputStream(bytes)),
                    gone -> attempt(exchange, route.pattern(), () -> {
                        throw ProblemException.bad("the body ended too early");
                    }));
        } else {
            answer(exchange, route, Content.Source.asInputStream(request));
        }
    }

    private void answer(Exchange exchange, Route route, InputStream body) {
        Request request = exchange.request;
        connections.works(request);
        attempt(exchange, route.pattern(), () -> {
            String path = request.getHttpURI().getDecodedPath();
            Call call = new Call(request, route.match(path).orElseThrow(), route.most(), body);
            send(route.handler().answer(call), request, exchange.response, exchange.callback);
            answered(exchange, route.pattern(), Optional.empty());
        });
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

    private static void problem(ProblemException problem, Response response, Callback callback) {
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
