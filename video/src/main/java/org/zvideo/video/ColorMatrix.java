package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_SMPTE428;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_CHROMA_DERIVED_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_FCC;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE240M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_YCGCO;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.av_color_space_name;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;

import java.util.Optional;
import java.util.Set;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.javacpp.IntPointer;

/**
 * The matrices of ITU-T H.273 between RGB and what is stored. swscale uses BT.601 for every matrix that it does not
 * know, so each matrix is converted by the library that knows it, or refused.
 */
final class ColorMatrix {
    /** swscale's own numbers. */
    private static final Set<Integer> KNOWN = Set.of(
            AVCOL_SPC_BT709,
            AVCOL_SPC_FCC,
            AVCOL_SPC_BT470BG,
            AVCOL_SPC_SMPTE170M,
            AVCOL_SPC_SMPTE240M,
            AVCOL_SPC_BT2020_NCL);
    /**
     * Matrices that do not have the form that swscale needs, but that zscale knows. For constant luminance and ICtCp,
     * zscale's numbers were found to differ from those of H.273, so these are refused.
     */
    private static final Set<Integer> FILTERED = Set.of(AVCOL_SPC_YCGCO);

    private static final double ONE = 1 << 16;
    /** Chroma of limited range has 224 steps, but swscale's numbers are for 255. */
    private static final double CHROMA = 255.0 / 224;

    private ColorMatrix() {}

    /** The reason why pictures with such tags cannot become RGB, or empty if they can. */
    static Optional<String> refusal(ColorTags tags, int format) {
        int matrix = tags.matrix();
        if (tags.primaries() == AVCOL_PRI_SMPTE428) {
            return Optional.of("its colors are XYZ");
        }
        if (rgb(format) || KNOWN.contains(matrix)) {
            return Optional.empty();
        }
        boolean subsampled = av_pix_fmt_desc_get(format).log2_chroma_w() > 0;
        if (FILTERED.contains(matrix)
                || matrix == AVCOL_SPC_CHROMA_DERIVED_NCL
                        && Primaries.of(tags.primaries()).isPresent()
                || matrix == AVCOL_SPC_RGB && subsampled) { // RGB cannot be subsampled, so that tag means nothing
            return Optional.empty();
        }
        String name = av_color_space_name(matrix) == null
                ? ""
                : " (" + av_color_space_name(matrix).getString() + ")";
        return Optional.of("its color matrix " + matrix + name + " is not supported");
    }

    /** Whether a filter has to convert such pictures to RGB. */
    static boolean filtered(int matrix, int format) {
        return !rgb(format) && FILTERED.contains(matrix);
    }

    private static boolean rgb(int format) {
        AVPixFmtDescriptor descriptor = av_pix_fmt_desc_get(format);
        return descriptor != null
                && ((descriptor.flags() & AV_PIX_FMT_FLAG_RGB) != 0 || descriptor.nb_components() < 3);
    }

    /** The matrix of the output: one that encoders accept. */
    static int stored(int matrix) {
        return FILTERED.contains(matrix) ? AVCOL_SPC_BT709 : matrix;
    }

    /** The coefficients as swscale expects them. */
    static IntPointer coefficients(ColorTags tags) {
        if (tags.matrix() != AVCOL_SPC_CHROMA_DERIVED_NCL) {
            return sws_getCoefficients(tags.matrix());
        }
        Primaries primaries = Primaries.of(tags.primaries()).orElseThrow();
        double red = primaries.redWeight();
        double blue = primaries.blueWeight();
        double green = 1 - red - blue;
        return new IntPointer(
                fixed(2 * (1 - red)),
                fixed(2 * (1 - blue)),
                fixed(2 * blue * (1 - blue) / green),
                fixed(2 * red * (1 - red) / green));
    }

    private static int fixed(double value) {
        return (int) Math.round(value * CHROMA * ONE);
    }
}
