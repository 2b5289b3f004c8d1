package org.zvideo.server.rest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Who may use the server: whoever opens a link that was printed where it was started. A link is good for one login within ten
 * minutes, and gives the two secrets that every other request shows. They last as long as the server.
 */
public final class Sessions {
    private static final int SECRET_BYTES = 32;
    private static final Duration LINK_LASTS = Duration.ofMinutes(10);
    private static final int WRONG_ALLOWED = 10;
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MOST_LINKS = 100;

    private final SecureRandom random = new SecureRandom();
    private final Clock clock;
    private final String key = secret();
    private final String cookie = secret();
    private final List<Link> links = new ArrayList<>();
    private int wrong;
    private Instant closedUntil = Instant.MIN;

    private record Link(String token, Instant until) {}

    public Sessions(Clock clock) {
        this.clock = clock;
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** A token for one login. */
    public synchronized String link() {
        if (links.size() == MOST_LINKS) {
            links.remove(0);
        }
        Link link = new Link(secret(), clock.instant().plus(LINK_LASTS));
        links.add(link);
        return link.token;
    }

    /**
     * Takes a token.
     *
     * @return whether it was good; it is not any more
     * @throws ProblemException after too many wrong ones, for a minute
     */
    synchronized boolean takes(String token) {
        Instant now = clock.instant();
        if (now.isBefore(closedUntil)) {
            throw new ProblemException(429, "TOO_MANY", "too many wrong links; wait a minute");
        }
        boolean good = false;
        for (Iterator<Link> each = links.iterator(); each.hasNext(); ) { // all of them, whichever it is
            Link link = each.next();
            boolean same = same(link.token, token);
            if (same || now.isAfter(link.until)) {
                each.remove();
                good |= same && !now.isAfter(link.until);
            }
        }
        wrong = good ? 0 : wrong + 1;
        if (wrong >= WRONG_ALLOWED) {
            wrong = 0;
            closedUntil = now.plus(PAUSE);
        }
        return good;
    }

    /** What goes into the header {@value Guard#KEY_HEADER}. */
    String key() {
        return key;
    }

    /** What goes into the cookie. */
    String cookie() {
        return cookie;
    }

    boolean isKey(Optional<String> shown) {
        return same(key, shown.orElse(""));
    }

    boolean isCookie(Optional<String> shown) {
        return same(cookie, shown.orElse(""));
    }

    /** In a time that does not tell how much of it is right. */
    private static boolean same(String secret, String shown) {
        return MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }
}
