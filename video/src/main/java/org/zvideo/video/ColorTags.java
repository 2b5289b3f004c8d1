package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_UNSPECIFIED;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * The tags that say how color is coded, as FFmpeg's constants, none of them unspecified.
 *
 * @param matrix between RGB and YCbCr
 * @param primaries primary colors and white
 * @param transfer transfer curve
 * @param range limited or full
 */
public record ColorTags(int matrix, int primaries, int transfer, int range) {
    /** The tags of high definition. */
    static final ColorTags BT709 = new ColorTags(AVCOL_SPC_BT709, AVCOL_PRI_BT709, AVCOL_TRC_BT709, AVCOL_RANGE_MPEG);

    private static final int HIGH_DEFINITION = 720;

    /** The tags of a stream, completed where they are missing: BT.709 from 720 lines on, otherwise BT.601. */
    static ColorTags of(int matrix, int primaries, int transfer, int range, int height) {
        boolean high = height >= HIGH_DEFINITION;
        return new ColorTags(
                matrix == AVCOL_SPC_UNSPECIFIED || matrix == AVCOL_SPC_RGB
                        ? high ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M
                        : matrix,
                primaries == AVCOL_PRI_UNSPECIFIED ? high ? AVCOL_PRI_BT709 : AVCOL_PRI_SMPTE170M : primaries,
                transfer == AVCOL_TRC_UNSPECIFIED ? high ? AVCOL_TRC_BT709 : AVCOL_TRC_SMPTE170M : transfer,
                range == AVCOL_RANGE_UNSPECIFIED ? AVCOL_RANGE_MPEG : range);
    }

    /** Writes these tags onto a frame where it has none. */
    void complete(AVFrame frame) {
        if (frame.colorspace() == AVCOL_SPC_UNSPECIFIED) {
            frame.colorspace(matrix);
        }
        if (frame.color_primaries() == AVCOL_PRI_UNSPECIFIED) {
            frame.color_primaries(primaries);
        }
        if (frame.color_trc() == AVCOL_TRC_UNSPECIFIED) {
            frame.color_trc(transfer);
        }
        if (frame.color_range() == AVCOL_RANGE_UNSPECIFIED) {
            frame.color_range(range);
        }
    }

    boolean fullRange() {
        return range == AVCOL_RANGE_JPEG;
    }
}
