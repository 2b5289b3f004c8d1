package org.zvideo.video.container;

import java.io.IOException;

/** A file contradicts what it states about itself. */
final class DamageException extends IOException {
    private static final long serialVersionUID = 1L;

    DamageException(String message) {
        super(message);
    }
}
