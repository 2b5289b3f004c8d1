package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_FRAME_CROPPING;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_CROP_UNALIGNED;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_apply_cropping;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.IntPointer;

/** The edges of stored pictures that a container declares not to be shown, such as those outside a clean aperture. */
record Cropping(int top, int bottom, int left, int right) {
    private static final Cropping NONE = new Cropping(0, 0, 0, 0);

    static Cropping of(AVCodecParameters parameters) {
        return SideData.of(parameters, AV_PKT_DATA_FRAME_CROPPING, 4 * Integer.BYTES)
                .map(IntPointer::new)
                .map(edges -> new Cropping(edges.get(0), edges.get(1), edges.get(2), edges.get(3)))
                .filter(edges -> edges.fits(parameters.width(), parameters.height()))
                .orElse(NONE);
    }

    private boolean fits(int width, int height) {
        return Math.min(Math.min(top, bottom), Math.min(left, right)) >= 0
                && (long) left + right < width
                && (long) top + bottom < height;
    }

    /** The number of columns that are cut off. */
    int across() {
        return left + right;
    }

    /** The number of lines that are cut off. */
    int along() {
        return top + bottom;
    }

    /** Cuts the edges off a frame, and returns FFmpeg's code. */
    int apply(AVFrame frame) {
        if (equals(NONE)) {
            return 0;
        }
        frame.crop_top(frame.crop_top() + top).crop_bottom(frame.crop_bottom() + bottom);
        frame.crop_left(frame.crop_left() + left).crop_right(frame.crop_right() + right);
        return av_frame_apply_cropping(frame, AV_FRAME_CROP_UNALIGNED);
    }
}
