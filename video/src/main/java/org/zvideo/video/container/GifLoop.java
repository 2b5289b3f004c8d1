package org.zvideo.video.container;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** GIF: how often it plays, which an extension of Netscape's states before the first picture. FFmpeg does not tell it. */
public final class GifLoop {
    /** For a file that plays once, in the words of FFmpeg's muxer. */
    public static final int NEVER = -1;

    private static final int EXTENSION = 0x21;
    private static final int APPLICATION = 0xff;
    private static final String NETSCAPE = "NETSCAPE2.0";

    private GifLoop() {}

    /** How often it begins again: 0 for without end, {@link #NEVER} if it does not. */
    public static int of(Path file) throws IOException {
        try (ByteSource in = new ByteSource(file)) {
            in.skip(10);
            int screen = in.u8();
            in.skip(2 + GifBlocks.colors(screen));
            while (in.u8() == EXTENSION) {
                boolean application = in.u8() == APPLICATION;
                byte[] block = block(in);
                boolean loops = application && NETSCAPE.equals(new String(block, StandardCharsets.US_ASCII));
                while (block.length > 0) {
                    block = block(in);
                    if (loops && block.length == 3 && block[0] == 1) {
                        return block[1] & 0xff | (block[2] & 0xff) << 8;
                    }
                }
            }
            return NEVER;
        } catch (EOFException e) {
            return NEVER;
        }
    }

    private static byte[] block(ByteSource in) throws IOException {
        return in.bytes(in.u8());
    }
}
