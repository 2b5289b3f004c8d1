package org.zvideo.video.picture;

import java.io.IOException;

/** Why a picture file is not read; the message goes on after its name. */
final class PictureFault extends IOException {
    private static final long serialVersionUID = 1;

    PictureFault(String why) {
        super(why);
    }

    PictureFault(String why, Throwable cause) {
        super(why, cause);
    }

    /** What is not what its format says. */
    static PictureFault damaged(String how) {
        return new PictureFault("it is damaged: " + how);
    }
}
