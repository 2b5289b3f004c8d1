package org.zvideo.server.rest;

import java.util.Map;

/** A request that is refused: it becomes an answer of the type {@code application/problem+json}. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String kind;
    private final transient Map<String, ?> more;

    /**
     * @param status of HTTP
     * @param kind   what programs go by
     * @param detail one line for people: what is wrong, and what to do
     * @param more   further members of the answer
     */
    public ProblemException(int status, String kind, String detail, Map<String, ?> more) {
        super(detail);
        this.status = status;
        this.kind = kind;
        this.more = more;
    }

    public ProblemException(int status, String kind, String detail) {
        this(status, kind, detail, Map.of());
    }

    /** Nothing has this name, or it is none of the server's business. */
    public static ProblemException notFound(String what) {
        return new ProblemException(404, "NOT_FOUND", what + ": not found");
    }

    /** The request itself is malformed. */
    public static ProblemException bad(String detail) {
        return new ProblemException(400, "BAD_REQUEST", detail);
    }

    /** What is asked does not go with the state of things. */
    public static ProblemException conflict(String kind, String detail) {
        return new ProblemException(409, kind, detail);
    }

    public int status() {
        return status;
    }

    public String kind() {
        return kind;
    }

    /** Further members of the answer. */
    public Map<String, ?> more() {
        return more;
    }
}
