package org.zvideo.video.picture;

import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_BITSTREAM;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_BUFFER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_CRCCHECK;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_ARGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY16BE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_MONOBLACK;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_PAL8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB48BE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA64BE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YA16BE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YA8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVA420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import javax.imageio.stream.ImageInputStream;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * A PNG or WebP that FFmpeg decodes from memory, with its own limit on pixels, with all its checks on, and silently. It
 * owns the decoded picture in native memory.
 */
final class FfmpegRows implements PictureRows {
    private static final int CHUNK = 1 << 20;

    private final AVFrame frame;
    private final Layout layout;
    private byte[] stored;
    private byte[] map;
    private int row;
    private boolean faint;
    private OptionalInt transparent = OptionalInt.empty();

    /**
     * Bytes of a file.
     *
     * @param at     the position of the first one
     * @param length number of them
     */
    record Span(long at, long length) {}

    /**
     * The layout of a pixel format in memory.
     *
     * @param bytes bytes per sample
     * @param colors number of color samples
     * @param first index of the first color sample
     * @param alpha index of the transparency sample, or −1 if there is none
     */
    private record Layout(int bytes, int colors, int first, int alpha) {
        int samples() {
            return colors + (alpha < 0 ? 0 : 1);
        }
    }

    private FfmpegRows(AVFrame frame) throws IOException {
        this.frame = frame;
        this.layout = layout(frame.format());
        if (layout == null) {
            map = new byte[1024];
            if (frame.format() == AV_PIX_FMT_PAL8) {
                frame.data(1).get(map); // blue, green, red and alpha in one native 32-bit number
            }
        }
    }

    private static Layout layout(int format) throws IOException {
        if (format == AV_PIX_FMT_GRAY8) {
            return new Layout(1, 1, 0, -1);
        } else if (format == AV_PIX_FMT_GRAY16BE) {
            return new Layout(2, 1, 0, -1);
        } else if (format == AV_PIX_FMT_YA8) {
            return new Layout(1, 1, 0, 1);
        } else if (format == AV_PIX_FMT_YA16BE) {
            return new Layout(2, 1, 0, 1);
        } else if (format == AV_PIX_FMT_RGB24) {
            return new Layout(1, 3, 0, -1);
        } else if (format == AV_PIX_FMT_RGBA) {
            return new Layout(1, 3, 0, 3);
        } else if (format == AV_PIX_FMT_ARGB) {
            return new Layout(1, 3, 1, 0);
        } else if (format == AV_PIX_FMT_RGB48BE) {
            return new Layout(2, 3, 0, -1);
        } else if (format == AV_PIX_FMT_RGBA64BE) {
            return new Layout(2, 3, 0, 3);
        } else if (format == AV_PIX_FMT_MONOBLACK || format == AV_PIX_FMT_PAL8 || isYuv(format)) {
            return null;
        }
        throw new PictureFault("its pixel format (" + format + ") is not supported");
    }

    private static boolean isYuv(int format) {
        return format == AV_PIX_FMT_YUV420P || format == AV_PIX_FMT_YUVA420P;
    }

    /**
     * Decodes a part of a file that is a complete picture.
     *
     * @param decoder FFmpeg's name of the decoder
     * @param head bytes to put before the part
     */
    static FfmpegRows decode(String decoder, byte[] head, ImageInputStream in, long at, long length)
            throws IOException {
        return decode(decoder, head, in, List.of(new Span(at, length)));
    }

    /** The same for several parts, one after the other. */
    static FfmpegRows decode(String decoder, byte[] head, ImageInputStream in, List<Span> parts) throws IOException {
        AVFrame frame = av_frame_alloc();
        try {
            if (decode(decoder, head, in, parts, frame) < 0
                    || frame.decode_error_flags() != 0
                    || (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0) {
                throw new PictureFault("it cannot be decoded: it is damaged");
            }
            JdkReaders.requireSize(frame.width(), frame.height());
            FfmpegRows rows = new FfmpegRows(frame);
            frame = null;
            return rows;
        } finally {
            if (frame != null) {
                av_frame_free(frame);
            }
        }
    }

    /** Whether a part of a file can be decoded. Also true for what FFmpeg does not know. */
    static boolean decodes(String decoder, byte[] head, ImageInputStream in, long at, long length) throws IOException {
        AVFrame frame = av_frame_alloc();
        try {
            return decode(decoder, head, in, List.of(new Span(at, length)), frame) != AVERROR_INVALIDDATA();
        } finally {
            av_frame_free(frame);
        }
    }

    private static int decode(String decoder, byte[] head, ImageInputStream in, List<Span> parts, AVFrame frame)
            throws IOException {
        av_log_set_level(AV_LOG_QUIET); // errors come back as return codes
        AVCodec codec = avcodec_find_decoder_by_name(decoder);
        if (codec == null) {
            throw new PictureFault("this FFmpeg has no decoder " + decoder);
        }
        AVCodecContext context = avcodec_alloc_context3(codec);
        AVPacket packet = av_packet_alloc();
        try {
            context.max_pixels(
                    StillImage.MAX_PIXELS + StillImage.MAX_PIXELS / 4); // FFmpeg counts the padding of lines too
            context.err_recognition(AV_EF_CRCCHECK | AV_EF_BITSTREAM | AV_EF_BUFFER | AV_EF_EXPLODE);
            context.thread_count(1);
            if (avcodec_open2(context, codec, (PointerPointer<?>) null) < 0
                    || av_new_packet(
                                    packet,
                                    Math.toIntExact(head.length
                                            + parts.stream()
                                                    .mapToLong(Span::length)
                                                    .sum()))
                            < 0) {
                throw new PictureFault("it cannot be decoded: there is not enough memory for it");
            }
            long filled = head.length;
            packet.data().put(head);
            for (Span part : parts) {
                fill(packet.data(), filled, in, part);
                filled += part.length();
            }
            int code = avcodec_send_packet(context, packet);
            code = code < 0 ? code : avcodec_send_packet(context, null);
            return code < 0 ? code : avcodec_receive_frame(context, frame);
        } finally {
            av_packet_free(packet);
            avcodec_free_context(context);
        }
    }

    private static void fill(BytePointer packet, long place, ImageInputStream in, Span part) throws IOException {
        byte[] chunk = new byte[(int) Math.min(CHUNK, part.length())];
        in.seek(part.at());
        for (long done = 0; done < part.length(); ) {
            int count = (int) Math.min(chunk.length, part.length() - done);
            in.readFully(chunk, 0, count);
            packet.position(place + done).put(chunk, 0, count);
            done += count;
        }
    }

    /** Sets the level of gray that is transparent, for pictures whose decoder does not handle it. */
    void setTransparent(OptionalInt level) {
        transparent = level;
    }

    @Override
    public int width() {
        return frame.width();
    }

    @Override
    public int height() {
        return frame.height();
    }

    @Override
    public Colors colors() {
        return layout != null && layout.colors == 1 || frame.format() == AV_PIX_FMT_MONOBLACK
                ? Colors.GRAY
                : Colors.RGB;
    }

    @Override
    public boolean hasAlpha() {
        if (transparent.isPresent()) {
            return true;
        }
        return layout != null
                ? layout.alpha >= 0
                : frame.format() == AV_PIX_FMT_YUVA420P || frame.format() == AV_PIX_FMT_PAL8 && translucent();
    }

    private boolean translucent() {
        for (int n = 3; n < map.length; n += 4) {
            if (map[n] != -1) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean faint() {
        return faint;
    }

    @Override
    public void next(byte[] colors, byte[] alpha, int place) {
        int at = colors().samples() * place * width();
        if (layout != null) {
            packed(colors, alpha, at, place * width());
        } else if (isYuv(frame.format())) {
            new WebpColors(frame).row(row, colors, at);
            if (hasAlpha()) {
                frame.data(3).position((long) row * frame.linesize(3)).get(alpha, place * width(), width());
            }
        } else {
            mapped(colors, alpha, at, place * width());
        }
        for (int x = 0; transparent.isPresent() && x < width(); x++) {
            alpha[place * width() + x] = (byte) ((colors[at + x] & 0xff) == transparent.getAsInt() ? 0 : 255);
        }
        row++;
    }

    private void packed(byte[] colors, byte[] alpha, int at, int alphaAt) {
        fetch(layout.samples() * layout.bytes * width());
        for (int x = 0; x < width(); x++) {
            for (int n = 0; n < layout.colors; n++) {
                colors[at + layout.colors * x + n] = sample(x, layout.first + n, true);
            }
            if (layout.alpha >= 0) {
                alpha[alphaAt + x] = sample(x, layout.alpha, false);
            }
        }
    }

    private byte sample(int x, int number, boolean color) {
        int at = layout.bytes * (layout.samples() * x + number);
        if (layout.bytes == 1) {
            return stored[at];
        }
        int value = (stored[at] & 0xff) << 8 | stored[at + 1] & 0xff;
        byte eight = PictureRows.eightBits(value);
        faint |= color && value > 0 && eight == 0;
        return eight;
    }

    private void mapped(byte[] colors, byte[] alpha, int at, int alphaAt) {
        boolean bits = frame.format() == AV_PIX_FMT_MONOBLACK;
        fetch(bits ? (width() + 7) / 8 : width());
        boolean translucent = !bits && hasAlpha();
        for (int x = 0; x < width(); x++) {
            if (bits) {
                colors[at + x] = (byte) ((stored[x / 8] >> 7 - x % 8 & 1) == 1 ? 255 : 0);
                continue;
            }
            int entry = 4 * (stored[x] & 0xff);
            for (int n = 0; n < 3; n++) {
                colors[at + 3 * x + n] = map[entry + 2 - n];
            }
            if (translucent) {
                alpha[alphaAt + x] = map[entry + 3];
            }
        }
    }

    private void fetch(int length) {
        stored = stored == null ? new byte[length] : stored;
        frame.data(0).position((long) row * frame.linesize(0)).get(stored);
    }

    @Override
    public void close() {
        av_frame_free(frame);
    }
}
