package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT2020;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT470M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_EBU3213;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_FILM;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_SMPTE240M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_SMPTE431;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_SMPTE432;

import java.util.Optional;

/** The positions of primaries and white in the CIE 1931 diagram, from Table 2 of ITU-T H.273. */
record Primaries(Point red, Point green, Point blue, Point white) {
    private static final Point D65 = new Point(0.3127, 0.3290);
    private static final Point C = new Point(0.310, 0.316);

    /** The position of a color. */
    record Point(double x, double y) {
        double z() {
            return 1 - x - y;
        }
    }

    /** The primaries for one of FFmpeg's constants, or empty if it does not stand for RGB. */
    static Optional<Primaries> of(int primaries) {
        return Optional.ofNullable(
                switch (primaries) {
                    case AVCOL_PRI_BT709 -> at(0.640, 0.330, 0.300, 0.600, 0.150, 0.060, D65);
                    case AVCOL_PRI_BT470M -> at(0.67, 0.33, 0.21, 0.71, 0.14, 0.08, C);
                    case AVCOL_PRI_BT470BG -> at(0.64, 0.33, 0.29, 0.60, 0.15, 0.06, D65);
                    case AVCOL_PRI_SMPTE170M, AVCOL_PRI_SMPTE240M -> at(0.630, 0.340, 0.310, 0.595, 0.155, 0.070, D65);
                    case AVCOL_PRI_FILM -> at(0.681, 0.319, 0.243, 0.692, 0.145, 0.049, C);
                    case AVCOL_PRI_BT2020 -> at(0.708, 0.292, 0.170, 0.797, 0.131, 0.046, D65);
                    case AVCOL_PRI_SMPTE431 -> at(0.680, 0.320, 0.265, 0.690, 0.150, 0.060, new Point(0.314, 0.351));
                    case AVCOL_PRI_SMPTE432 -> at(0.680, 0.320, 0.265, 0.690, 0.150, 0.060, D65);
                    case AVCOL_PRI_EBU3213 -> at(0.630, 0.340, 0.295, 0.605, 0.155, 0.077, D65);
                    default -> null;
                });
    }

    private static Primaries at(
            double redX, double redY, double greenX, double greenY, double blueX, double blueY, Point white) {
        return new Primaries(new Point(redX, redY), new Point(greenX, greenY), new Point(blueX, blueY), white);
    }

    /** The contribution of red to luminance: K_R, equation 39 of H.273. */
    double redWeight() {
        return weight(red, green, blue);
    }

    /** The contribution of blue to luminance: K_B, equation 40 of H.273. */
    double blueWeight() {
        return weight(blue, red, green);
    }

    private double weight(Point one, Point next, Point last) {
        return one.y * determinant(white, next, last) / (white.y * determinant(one, next, last));
    }

    private static double determinant(Point one, Point next, Point last) {
        return one.x * (next.y * last.z() - last.y * next.z())
                + one.y * (last.x * next.z() - next.x * last.z())
                + one.z() * (next.x * last.y - last.x * next.y);
    }
}
