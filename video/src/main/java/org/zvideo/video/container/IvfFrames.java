package org.zvideo.video.container;

import java.io.IOException;

/** IVF: frames with their sizes. The number in the header counts frames or ticks, depending on the writer. */
final class IvfFrames {
    private static final long UNSTATED = 0xffff_ffffL;

    private IvfFrames() {}

    static void check(ByteSource in) throws IOException {
        in.skip(6);
        long header = in.little(2);
        in.skip(16);
        long declared = in.little(4);
        in.seek(header);
        long frames = 0;
        long last = 0;
        while (in.left() > 0) {
            long size = in.little(4);
            last = in.little(8);
            in.skip(size);
            frames++;
        }
        if (declared != UNSTATED && frames < declared && last + 1 < declared) {
            throw new DamageException("it holds " + frames + " of " + declared + " frames: it is truncated");
        }
    }
}
