package org.zvideo.video.container;

import java.io.IOException;

/** AV1 as a plain stream: units one after another, with their sizes. */
final class ObuUnits {
    private static final int FORBIDDEN = 0x80;
    private static final int EXTENDED = 4;
    private static final int SIZED = 2;

    private ObuUnits() {}

    static void check(ByteSource in) throws IOException {
        while (in.left() > 0) {
            long at = in.position();
            int header = in.u8();
            if ((header & FORBIDDEN) != 0 || (header & SIZED) == 0 || (header >> 3 & 0xf) == 0) {
                throw ByteSource.damage(at, "expected a unit");
            }
            in.skip((header & EXTENDED) == 0 ? 0 : 1);
            long size = 0;
            int more = 0x80;
            for (int n = 0; n < 8 && (more & 0x80) != 0; n++) {
                more = in.u8();
                size |= (long) (more & 0x7f) << 7 * n;
            }
            in.skip(size);
        }
    }
}
