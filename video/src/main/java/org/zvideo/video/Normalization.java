package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT2020;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_ARIB_STD_B67;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_SMPTE2084;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * What is done to pictures that the model cannot take as they are: fields are merged into frames, and high dynamic
 * range and wide gamut are converted to BT.709.
 *
 * @param filters FFmpeg's filters, in order; empty for pictures that need nothing
 * @param notes what to report to the user
 */
record Normalization(List<String> filters, List<String> notes) {
    static final Normalization NONE = new Normalization(List.of(), List.of());
    /** Reference white in cd/m² (ITU-R BT.2408 has 203 for PQ; 100 leaves highlights to the curve). */
    private static final String LINEAR = "zscale=transfer=linear:npl=100,format=gbrpf32le,zscale=primaries=bt709";

    /**
     * The normalization that a frame needs.
     *
     * @param interlacedStream whether the container declares that all frames have fields
     * @param fields whether some frame up to this one has them
     */
    static Normalization of(AVFrame frame, boolean interlacedStream, boolean fields) {
        List<String> filters = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        if (interlacedStream || fields) {
            filters.add("bwdif=mode=send_frame:deint=" + (interlacedStream ? "all" : "interlaced"));
            notes.add("interlaced: deinterlaced");
        }
        boolean high = high(frame.color_trc());
        boolean wide = frame.color_primaries() == AVCOL_PRI_BT2020;
        if (high) {
            filters.add(LINEAR + ",tonemap=hable:desat=0,zscale=transfer=bt709:matrix=gbr:range=full,format=gbrp");
            notes.add("high dynamic range: tone-mapped to BT.709");
        } else if (wide) {
            filters.add("zscale=primaries=bt709:transfer=bt709:matrix=gbr:range=full,format=gbrp");
            notes.add("wide gamut: converted to BT.709");
        } else if (ColorMatrix.filtered(frame.colorspace(), frame.format())) {
            filters.add("zscale=matrix=gbr:range=full,format=gbrp");
        }
        return filters.isEmpty() ? NONE : new Normalization(filters, notes);
    }

    /** The tags of frames after normalization: those that encoders accept. */
    static ColorTags tagsAfter(ColorTags stored) {
        return changesColors(stored)
                ? ColorTags.BT709
                : new ColorTags(
                        ColorMatrix.stored(stored.matrix()), stored.primaries(), stored.transfer(), stored.range());
    }

    /** Whether frames with such colors come out as BT.709. */
    static boolean changesColors(ColorTags tags) {
        return high(tags.transfer()) || tags.primaries() == AVCOL_PRI_BT2020;
    }

    /** Whether a transfer curve is one of high dynamic range. */
    static boolean high(int transfer) {
        return transfer == AVCOL_TRC_SMPTE2084 || transfer == AVCOL_TRC_ARIB_STD_B67;
    }

    boolean needed() {
        return !filters.isEmpty();
    }
}
