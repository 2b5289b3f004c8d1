package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGRA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_ALPHA;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INP;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacv.Frame;
import org.zvideo.core.error.ErrorKind;

/**
 * Converts between FFmpeg's pixel formats and the 8-bit BGR of JavaCV frames, with the matrix and range in the tags;
 * swscale by itself would always use BT.601. It is created again when format or size change.
 */
final class PixelConverter implements AutoCloseable {
    private static final int FLAGS = SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP;
    private static final int UNITY = 1 << 16;
    private static final int OPAQUE = 255;

    private final boolean toBgr;
    private final boolean alphaOnly;
    private SwsContext context;
    private Setup setup;

    private record Setup(int width, int height, int format, ColorTags tags) {}

    private PixelConverter(boolean toBgr, boolean alphaOnly) {
        this.toBgr = toBgr;
        this.alphaOnly = alphaOnly;
    }

    static PixelConverter toBgr() {
        return new PixelConverter(true, false);
    }

    /** Delivers opacity instead of the picture: white is opaque. */
    static PixelConverter alphaToBgr() {
        return new PixelConverter(true, true);
    }

    /** Whether it delivers opacity. */
    boolean isOfAlpha() {
        return alphaOnly;
    }

    static PixelConverter fromBgr() {
        return new PixelConverter(false, false);
    }

    /** Whether a format has transparency. */
    static boolean hasAlpha(int format) {
        AVPixFmtDescriptor descriptor = av_pix_fmt_desc_get(format);
        return descriptor != null && (descriptor.flags() & AV_PIX_FMT_FLAG_ALPHA) != 0;
    }

    /**
     * Converts a whole picture in one direction. Both sides have the size of {@code frame}. Transparency becomes white.
     */
    void convert(AVFrame frame, ColorTags tags, Frame bgr) {
        if (toBgr && hasAlpha(frame.format())) {
            try (Frame bgra = new Frame(frame.width(), frame.height(), Frame.DEPTH_UBYTE, 4)) {
                scale(frame, tags, bgra);
                overWhite(bgra, bgr, alphaOnly);
            }
        } else {
            scale(frame, tags, bgr);
        }
    }

    /**
     * A decoded picture in a frame of its own.
     *
     * @param height by which colors are guessed that are not tagged
     */
    Frame frame(AVFrame decoded, int height) {
        Frame frame = new Frame(decoded.width(), decoded.height(), Frame.DEPTH_UBYTE, 3);
        convert(
                decoded,
                ColorTags.of(
                        decoded.colorspace(),
                        decoded.color_primaries(),
                        decoded.color_trc(),
                        decoded.color_range(),
                        height),
                frame);
        return frame;
    }

    private static void overWhite(Frame bgra, Frame bgr, boolean alphaOnly) {
        ByteBuffer from = (ByteBuffer) bgra.image[0].position(0);
        ByteBuffer to = (ByteBuffer) bgr.image[0].position(0);
        for (int y = 0; y < bgra.imageHeight; y++) {
            for (int x = 0; x < bgra.imageWidth; x++) {
                int at = y * bgra.imageStride + 4 * x;
                int alpha = from.get(at + 3) & OPAQUE;
                for (int c = 0; c < 3; c++) {
                    int value = alphaOnly
                            ? OPAQUE * alpha
                            : (from.get(at + c) & OPAQUE) * alpha + OPAQUE * (OPAQUE - alpha);
                    to.put(y * bgr.imageStride + 3 * x + c, (byte) ((value + OPAQUE / 2) / OPAQUE));
                }
            }
        }
    }

    private void scale(AVFrame frame, ColorTags tags, Frame bgr) {
        prepare(new Setup(frame.width(), frame.height(), frame.format(), tags));
        try (PointerPointer<BytePointer> data = new PointerPointer<>(1L);
                IntPointer stride = new IntPointer(1L);
                BytePointer pixels = new BytePointer((ByteBuffer) bgr.image[0].position(0))) {
            data.put(0, pixels);
            stride.put(0, bgr.imageStride);
            int lines = toBgr
                    ? sws_scale(context, frame.data(), frame.linesize(), 0, frame.height(), data, stride)
                    : sws_scale(context, data, stride, 0, frame.height(), frame.data(), frame.linesize());
            FfmpegCalls.check(lines, ErrorKind.IO, "converting pixels");
        }
    }

    private void prepare(Setup wanted) {
        if (Objects.equals(wanted, setup)) {
            return;
        }
        close();
        int from = toBgr ? wanted.format : AV_PIX_FMT_BGR24;
        int to = !toBgr ? wanted.format : hasAlpha(wanted.format) ? AV_PIX_FMT_BGRA : AV_PIX_FMT_BGR24;
        context = FfmpegCalls.notNull(
                sws_getContext(
                        wanted.width,
                        wanted.height,
                        from,
                        wanted.width,
                        wanted.height,
                        to,
                        FLAGS,
                        null,
                        null,
                        (DoublePointer) null),
                ErrorKind.BAD_INPUT,
                "pixel format " + wanted.format + " cannot be converted");
        IntPointer matrix = ColorMatrix.coefficients(wanted.tags);
        int range = wanted.tags.fullRange() ? 1 : 0;
        // The range matters only for YCbCr; RGB is always full.
        sws_setColorspaceDetails(context, matrix, toBgr ? range : 1, matrix, toBgr ? 1 : range, 0, UNITY, UNITY);
        setup = wanted;
    }

    @Override
    public void close() {
        if (context != null) {
            sws_freeContext(context);
            context = null;
            setup = null;
        }
    }
}
