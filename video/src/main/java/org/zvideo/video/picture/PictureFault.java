package org.zvideo.video.picture;

import java.io.IOException;

/** The reason why a picture file cannot be read. The message continues after the file's name. */
final class PictureFault extends IOException {
    private static final long serialVersionUID = 1;

    PictureFault(String why) {
        super(why);
    }

    PictureFault(String why, Throwable cause) {
        super(why, cause);
    }

    /** The file contradicts its format. */
    static PictureFault damaged(String how) {
        return new PictureFault("it is damaged: " + how);
    }
}
