package org.zvideo.server.rest;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One row of the table of routes.
 *
 * @param method  of HTTP
 * @param pattern the path; a part in braces stands for any text without a slash
 * @param access  what a caller has to show
 * @param most    bytes that the body may have
 * @param handler answers
 */
public record Route(String method, String pattern, Access access, long most, Handler handler) {
    /** Bytes that a body of JSON may have. */
    public static final long JSON = 1_000_000;

    /** Answers a call. */
    @FunctionalInterface
    public interface Handler {
        Answer answer(Call call) throws Exception;
    }

    /** One that only reads. */
    public static Route get(String pattern, Access access, Handler handler) {
        return new Route("GET", pattern, access, 0, handler);
    }

    /** One that needs the key and takes JSON. */
    public static Route of(String method, String pattern, Handler handler) {
        return new Route(method, pattern, Access.KEY, JSON, handler);
    }

    /** The texts for the parts in braces, if the path fits. */
    Optional<Map<String, String>> match(String path) {
        String[] wanted = pattern.split("/", -1);
        String[] given = path.split("/", -1);
        if (wanted.length != given.length) {
            return Optional.empty();
        }
        Map<String, String> texts = new HashMap<>();
        for (int n = 0; n < wanted.length; n++) {
            if (wanted[n].startsWith("{")) {
                texts.put(wanted[n].substring(1, wanted[n].length() - 1), given[n]);
            } else if (!wanted[n].equals(given[n])) {
                return Optional.empty();
            }
        }
        return Optional.of(texts);
    }
}
