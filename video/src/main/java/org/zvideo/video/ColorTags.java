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

/**
 * How colour is coded, as FFmpeg's constants; nothing unspecified.
 *
 * @param matrix    between RGB and YCbCr
 * @param primaries of the colours
 * @param transfer  curve
 * @param range     limited or full
 */
public record ColorTags(int matrix, int primaries, int transfer, int range) {
    private static final int HIGH_DEFINITION = 720;

    /** What a stream says, completed where it is silent: BT.709 from 720 lines on, else BT.601. */
    static ColorTags of(int matrix, int primaries, int transfer, int range, int height) {
        boolean high = height >= HIGH_DEFINITION;
        return new ColorTags(
                matrix == AVCOL_SPC_UNSPECIFIED || matrix == AVCOL_SPC_RGB
                        ? high ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M : matrix,
                primaries == AVCOL_PRI_UNSPECIFIED ? high ? AVCOL_PRI_BT709 : AVCOL_PRI_SMPTE170M : primaries,
                transfer == AVCOL_TRC_UNSPECIFIED ? high ? AVCOL_TRC_BT709 : AVCOL_TRC_SMPTE170M : transfer,
                range == AVCOL_RANGE_UNSPECIFIED ? AVCOL_RANGE_MPEG : range);
    }

    boolean fullRange() {
        return range == AVCOL_RANGE_JPEG;
    }
}
