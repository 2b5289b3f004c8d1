package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacv.Frame;

/**
 * How stored pixels become upright ones: the display matrix's linear part, rounded to quarter turns and mirrors.
 * The picture's point (x, y) is shown at (a·x + c·y, b·x + d·y), moved so that it begins at 0.
 */
record DisplayRotation(int a, int b, int c, int d) {
    static final DisplayRotation NONE = new DisplayRotation(1, 0, 0, 1);

    /** The rotation that a stream's side data ask for; free angles are left alone. */
    static DisplayRotation of(AVCodecParameters parameters) {
        AVPacketSideData data = parameters.nb_coded_side_data() == 0 ? null : av_packet_side_data_get(
                parameters.coded_side_data(), parameters.nb_coded_side_data(), AV_PKT_DATA_DISPLAYMATRIX);
        if (data == null || data.isNull() || data.size() < 9 * Integer.BYTES) {
            return NONE;
        }
        IntPointer matrix = new IntPointer(data.data());
        DisplayRotation rotation = new DisplayRotation(Integer.signum(matrix.get(0) >> 8),
                Integer.signum(matrix.get(1) >> 8), Integer.signum(matrix.get(3) >> 8), Integer.signum(matrix.get(4) >> 8));
        boolean quarterTurns = Math.abs(rotation.a) + Math.abs(rotation.b) == 1 && rotation.a * rotation.c == 0
                && Math.abs(rotation.a) == Math.abs(rotation.d) && Math.abs(rotation.b) == Math.abs(rotation.c);
        return quarterTurns ? rotation : NONE;
    }

    boolean swapsSides() {
        return a == 0;
    }

    /** The upright frame; the given one is closed unless it is returned. */
    Frame apply(Frame stored) {
        if (equals(NONE)) {
            return stored;
        }
        int width = stored.imageWidth;
        int height = stored.imageHeight;
        Frame upright = new Frame(swapsSides() ? height : width, swapsSides() ? width : height, Frame.DEPTH_UBYTE, 3);
        upright.timestamp = stored.timestamp;
        ByteBuffer from = (ByteBuffer) stored.image[0];
        ByteBuffer to = (ByteBuffer) upright.image[0];
        int left = Math.min(0, a * (width - 1)) + Math.min(0, c * (height - 1));
        int top = Math.min(0, b * (width - 1)) + Math.min(0, d * (height - 1));
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int source = y * stored.imageStride + 3 * x;
                int target = (b * x + d * y - top) * upright.imageStride + 3 * (a * x + c * y - left);
                for (int channel = 0; channel < 3; channel++) {
                    to.put(target + channel, from.get(source + channel));
                }
            }
        }
        stored.close();
        return upright;
    }
}
