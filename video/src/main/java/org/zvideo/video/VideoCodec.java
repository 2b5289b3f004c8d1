package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR0;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_PAL8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV422P10;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** The encoders of this build's FFmpeg (LGPL), and what quality means to each. */
public enum VideoCodec {
    /** H.264 by OpenH264; quality is the quantizer. */
    H264("libopenh264", 51, 12),
    /** AV1 by SVT-AV1; quality is the constant rate factor. */
    AV1("libsvtav1", 63, 14),
    /** VP9 by libvpx; quality is the constant rate factor. */
    VP9("libvpx-vp9", 63, 12),
    /** Lossless. */
    FFV1("ffv1", 0, 0),
    /** Apple ProRes 422 HQ, 10 bit. */
    PRORES("prores_ks", 0, 0),
    /** Animated GIF with a palette of 256 colors for every frame. */
    GIF("gif", 0, 0),
    /** Uncompressed, for YUV4MPEG pipes. */
    RAW("wrapped_avframe", 0, 0);

    /** Each step of 6 makes the steps between the values that are stored twice as wide. */
    private static final int COARSER_STEP = 6;

    private final String encoder;
    private final int worstQuality;
    private final int defaultQuality;

    VideoCodec(String encoder, int worstQuality, int defaultQuality) {
        this.encoder = encoder;
        this.worstQuality = worstQuality;
        this.defaultQuality = defaultQuality;
    }

    /** The codec that fits a file name best. */
    public static VideoCodec forName(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return name.endsWith(".webm") ? VP9 : name.endsWith(".gif") ? GIF : name.endsWith(".y4m") ? RAW : H264;
    }

    /** Whether this build's FFmpeg has the encoder. */
    public boolean available() {
        return avcodec_find_encoder_by_name(encoder) != null;
    }

    String encoder() {
        return encoder;
    }

    /** FFmpeg's number of the format of its pixels. */
    int pixelFormat() {
        // Not a field, since FFmpeg is loaded for the number, and help lists the codecs without it.
        return switch (this) {
            case FFV1 -> AV_PIX_FMT_BGR0;
            case PRORES -> AV_PIX_FMT_YUV422P10;
            case GIF -> AV_PIX_FMT_PAL8;
            default -> AV_PIX_FMT_YUV420P;
        };
    }

    /** The largest quality value, or 0 for codecs without one. */
    public int worstQuality() {
        return worstQuality;
    }

    public int defaultQuality() {
        return defaultQuality;
    }

    /** The least size that the encoder accepts; smaller pictures are extended by repeated rows and columns. */
    int smallestSide() {
        return switch (this) {
            case H264 -> 16;
            case AV1 -> 64;
            default -> 1;
        };
    }

    /** Whether pictures must have even sides, because color is stored at half size. */
    boolean evenSides() {
        return this == H264 || this == PRORES;
    }

    /**
     * The quality to try next for a frame that the encoder cannot store: OpenH264's buffer for one is about as large as the
     * frame without compression, which noise exceeds. Empty for the other codecs, which store every frame.
     */
    OptionalInt coarser(int quality) {
        return this == H264 && quality < worstQuality
                ? OptionalInt.of(Math.min(worstQuality, Math.max(quality, defaultQuality) + COARSER_STEP))
                : OptionalInt.empty();
    }

    /** The encoder's options for a quality (0 is best), passed to FFmpeg as they are. */
    Map<String, String> options(int quality) {
        String value = Integer.toString(quality);
        return switch (this) {
            // Bounds on the quantizer rather than a bit rate; frames are never skipped.
            case H264 ->
                Map.of("rc_mode", "quality", "qmin", value, "qmax", value, "allow_skip_frames", "0", "b", "100000000");
            case AV1 -> Map.of("crf", value, "preset", "8");
            case VP9 -> Map.of("crf", value, "b", "0", "cpu-used", "4", "row-mt", "1");
            case FFV1 -> Map.of("level", "3", "slicecrc", "1");
            case PRORES -> Map.of("profile", "hq");
            case GIF, RAW -> Map.of();
        };
    }
}
