package org.zvideo.dist;

/** What keeps an archive from being made, in one line for whoever builds it. */
final class PackingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PackingException(String message) {
        super(message);
    }
}
