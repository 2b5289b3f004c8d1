package org.zvideo.video;

import java.nio.ByteBuffer;
import org.bytedeco.javacv.Frame;

/** Adds rows or columns for codecs that need even or larger sides. The edge is repeated; nothing is scaled. */
final class EdgePadding {
    private EdgePadding() {}

    /** A copy with at least the given size, or null if the frame has it already. */
    static Frame to(Frame frame, int width, int height) {
        if (frame.imageWidth == width && frame.imageHeight == height) {
            return null;
        }
        Frame padded = new Frame(width, height, Frame.DEPTH_UBYTE, 3);
        ByteBuffer from = (ByteBuffer) frame.image[0];
        ByteBuffer to = (ByteBuffer) padded.image[0];
        byte[] row = new byte[3 * width];
        for (int y = 0; y < height; y++) {
            from.get(Math.min(y, frame.imageHeight - 1) * frame.imageStride, row, 0, 3 * frame.imageWidth);
            for (int x = 3 * frame.imageWidth; x < row.length; x++) {
                row[x] = row[x - 3];
            }
            to.put(y * padded.imageStride, row);
        }
        return padded;
    }
}
