package org.zvideo.server.rest;

/** What a caller has to show. */
public enum Access {
    /** Nothing: the page itself, which holds no secret, and the login. */
    OPEN,
    /** The cookie, since elements of a page that load files can send nothing else. */
    COOKIE,
    /** The cookie and the key. */
    KEY
}
