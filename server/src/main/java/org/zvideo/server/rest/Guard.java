package org.zvideo.server.rest;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Refuses what did not come from the server's own page on this machine, before any handler sees it. Names that only resolve to
 * this machine (DNS rebinding) show in the header {@code Host}, pages of other origins in {@code Origin} and
 * {@code Sec-Fetch-Site}. Cookies do not know ports, so a cookie alone is trusted with nothing but files of known ids.
 */
final class Guard {
    /** The header of the key. */
    static final String KEY_HEADER = "X-Zvideo-Key";

    private static final Set<String> READS = Set.of("GET", "HEAD");
    private static final List<String> NAMES = List.of("127.0.0.1", "localhost");

    private final Sessions sessions;
    private volatile int port;

    Guard(Sessions sessions) {
        this.sessions = sessions;
    }

    /** To be set before the first request. */
    void port(int chosen) {
        port = chosen;
    }

    /** The name of the cookie: a browser sends all of a host's cookies to all of its ports. */
    String cookieName() {
        return "zvideo-" + port;
    }

    /** Fails unless the request may come from the page, whatever it asks for. */
    void requireOwnPage(Request request) {
        String path = request.getHttpURI().getPath();
        List<String> hosts = request.getHeaders().getValuesList(HttpHeader.HOST);
        if (hosts.size() != 1 || NAMES.stream().noneMatch(name -> hosts.get(0).equals(name + ":" + port))) {
            throw new ProblemException(421, "FOREIGN_HOST", "this server answers to 127.0.0.1 alone");
        }
        String site = request.getHeaders().get("Sec-Fetch-Site");
        boolean typed = "none".equals(site) && "/".equals(path);
        if (site != null && !typed && !"same-origin".equals(site)) {
            throw new ProblemException(403, "FOREIGN_ORIGIN", "another page asked for this");
        }
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        boolean own = origin != null && NAMES.stream().anyMatch(name -> origin.equals("http://" + name + ":" + port));
        if (!own && (origin != null || !READS.contains(request.getMethod()))) {
            throw new ProblemException(403, "FOREIGN_ORIGIN", "another page asked for this");
        }
    }

    /** Fails unless the request shows what a route asks for. */
    void require(Access access, Request request) {
        if (access == Access.OPEN) {
            return;
        }
        boolean cookie = sessions.isCookie(Request.getCookies(request).stream()
                .filter(one -> one.getName().equals(cookieName()))
                .map(HttpCookie::getValue)
                .findFirst());
        boolean key = sessions.isKey(Optional.ofNullable(request.getHeaders().get(KEY_HEADER)));
        if (!cookie || (access == Access.KEY && !key)) {
            throw new ProblemException(
                    401, "NO_SESSION", "open a new link: press Enter in the terminal where zvideo serve runs");
        }
    }
}
