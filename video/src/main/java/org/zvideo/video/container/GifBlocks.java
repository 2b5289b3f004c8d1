package org.zvideo.video.container;

import java.io.IOException;

/** GIF: blocks up to the end mark. */
final class GifBlocks {
    private static final int IMAGE = 0x2c;
    private static final int EXTENSION = 0x21;
    private static final int END = 0x3b;

    private GifBlocks() {}

    static void check(ByteSource in) throws IOException {
        in.skip(10);
        int screen = in.u8();
        in.skip(2 + colors(screen));
        while (true) {
            long at = in.position();
            int kind = in.u8();
            if (kind == END) {
                return;
            }
            if (kind == IMAGE) {
                in.skip(4);
                long pixels = in.little(2) * in.little(2);
                in.skip(colors(in.u8()));
                if (new GifPixels(in).count() != pixels) {
                    throw ByteSource.damage(at, "a picture is incomplete");
                }
                continue;
            } else if (kind == EXTENSION) {
                in.skip(1);
            } else {
                throw ByteSource.damage(at, "expected a picture");
            }
            for (int size = in.u8(); size > 0; size = in.u8()) {
                in.skip(size);
            }
        }
    }

    /** The size in bytes of the color table that these flags announce. */
    static long colors(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3L << (flags & 7) + 1;
    }
}
