package org.zvideo.video.container;

import java.io.IOException;

/** Something in a file is not what the file says of itself. */
final class DamageException extends IOException {
    private static final long serialVersionUID = 1L;

    DamageException(String message) {
        super(message);
    }
}
