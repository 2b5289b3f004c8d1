package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_PAL8;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacv.Frame;
import org.zvideo.core.error.Closing;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.video.error.MediaException;

/**
 * Encodes frames at their exact times.
 *
 * <p>This uses FFmpeg's own API because JavaCV's recorder rounds timestamps to a frame grid and ignores return codes.
 */
final class VideoEncoder implements AutoCloseable {
    /** 256 colors for each frame, so that no color has to wait for the end of the video. */
    private static final String PALETTE =
            "split[a][b];[a]palettegen=stats_mode=single[p];[b][p]paletteuse=new=1:dither=sierra2_4a";

    private final String what;
    private final AVCodecContext encoder;
    /** The time base of the frames that are pushed. */
    private final AVRational timeBase;

    private final ColorTags colors;
    private final PixelConverter converter = PixelConverter.fromBgr();
    private final Map<Long, Long> durations = new HashMap<>();
    private AVFrame picture;
    private AVPacket packet;
    private MediaGraph palette;

    private VideoEncoder(String what, AVCodecContext encoder, AVRational timeBase, ColorTags colors) {
        this.timeBase = timeBase;
        this.what = what;
        this.encoder = encoder;
        this.colors = colors;
    }

    /**
     * Opens an encoder.
     *
     * @param what the output, in messages
     * @param shape of the frames that will come
     * @param colors of the source, from which the frames were converted
     * @param globalHeader whether the container wants parameters in its own header
     */
    static VideoEncoder open(
            String what, MediaInfo shape, ColorTags colors, EncoderSettings settings, boolean globalHeader) {
        VideoCodec codec = settings.codec();
        AVCodec found = find(codec, what);
        VideoEncoder opened = new VideoEncoder(
                what, avcodec_alloc_context3(found), shape.timeBase().toFfmpeg(), colors);
        return Closing.onFailure(opened, () -> {
            opened.configure(codec, shape, globalHeader);
            opened.start(found, codec, settings.quality());
            return opened;
        });
    }

    /** FFmpeg's encoder of a codec, which some builds lack. */
    static AVCodec find(VideoCodec codec, String what) {
        return FfmpegCalls.notNull(
                avcodec_find_encoder_by_name(codec.encoder()),
                ErrorKind.USAGE,
                what + ": this FFmpeg has no encoder " + codec.encoder());
    }

    private void configure(VideoCodec codec, MediaInfo shape, boolean globalHeader) {
        int even = codec.evenSides() ? 1 : 0;
        encoder.width(Math.max(codec.smallestSide(), shape.width() + (shape.width() & even)));
        encoder.height(Math.max(codec.smallestSide(), shape.height() + (shape.height() & even)));
        encoder.pix_fmt(codec.pixelFormat());
        // YUV4MPEG has no timestamps, and takes the stream's time base for the rate.
        encoder.time_base(
                codec == VideoCodec.RAW && shape.frameRate().known()
                        ? shape.frameRate().inverse().toFfmpeg()
                        : shape.timeBase().toFfmpeg());
        if (shape.frameRate().known()) {
            encoder.framerate(shape.frameRate().toFfmpeg());
        }
        encoder.sample_aspect_ratio(
                shape.sampleAspect().known() ? shape.sampleAspect().toFfmpeg() : new Rational(1, 1).toFfmpeg());
        boolean rgb = codec == VideoCodec.FFV1 || codec == VideoCodec.GIF;
        encoder.colorspace(rgb ? AVCOL_SPC_RGB : shape.colors().matrix());
        encoder.color_primaries(shape.colors().primaries());
        encoder.color_trc(shape.colors().transfer());
        encoder.color_range(rgb ? AVCOL_RANGE_JPEG : shape.colors().range());
        if (globalHeader) {
            encoder.flags(encoder.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        }
    }

    private static String rate(AVRational rate) {
        return rate.num() > 0 && rate.den() > 0
                ? String.format(Locale.ROOT, " at %.4g frames/s", rate.num() / (double) rate.den())
                : "";
    }

    /** The names of the other codecs of videos. */
    private static String others(VideoCodec refused) {
        return EnumSet.complementOf(EnumSet.of(refused, VideoCodec.GIF, VideoCodec.RAW)).stream()
                .filter(VideoCodec::available)
                .map(codec -> codec.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private void start(AVCodec found, VideoCodec codec, int quality) {
        AVDictionary options = new AVDictionary(null);
        codec.options(quality).forEach((key, value) -> av_dict_set(options, key, value, 0));
        int code = avcodec_open2(encoder, found, options);
        av_dict_free(options);
        if (code < 0) {
            throw new MediaException(
                    ErrorKind.USAGE,
                    what + ": " + codec.encoder() + " takes no video of " + encoder.width() + "x" + encoder.height()
                            + rate(encoder.framerate()),
                    new Remedy(Remedy.Id.OTHER_CODEC, others(codec)));
        }
        picture = av_frame_alloc();
        picture.format(encoder.pix_fmt() == AV_PIX_FMT_PAL8 ? AV_PIX_FMT_BGR24 : encoder.pix_fmt());
        picture.width(encoder.width());
        picture.height(encoder.height());
        FfmpegCalls.check(av_frame_get_buffer(picture, 0), ErrorKind.IO, what);
        packet = av_packet_alloc();
    }

    /** Copies the encoder's parameters to a stream. */
    void describe(AVStream stream) {
        FfmpegCalls.check(avcodec_parameters_from_context(stream.codecpar(), encoder), ErrorKind.IO, what);
        stream.time_base(encoder.time_base());
        stream.sample_aspect_ratio(encoder.sample_aspect_ratio());
        if (encoder.framerate().num() > 0) {
            stream.avg_frame_rate(encoder.framerate());
        }
    }

    int width() {
        return encoder.width();
    }

    int height() {
        return encoder.height();
    }

    /** The time base of the packets. */
    AVRational timeBase() {
        return encoder.time_base();
    }

    /** Encodes a frame and passes on packets that are ready, which are valid during the call. */
    void push(Frame image, long pts, long duration, Consumer<AVPacket> next) {
        FfmpegCalls.check(av_frame_make_writable(picture), ErrorKind.IO, what);
        try (Frame padded = EdgePadding.to(image, picture.width(), picture.height())) {
            converter.convert(picture, colors, padded == null ? image : padded);
        }
        picture.pts(av_rescale_q(pts, timeBase, encoder.time_base()));
        picture.duration(av_rescale_q(duration, timeBase, encoder.time_base()));
        durations.put(picture.pts(), picture.duration());
        if (encoder.pix_fmt() == AV_PIX_FMT_PAL8) {
            palette = palette == null ? MediaGraph.ofPictures(what, picture, encoder.time_base(), PALETTE) : palette;
            palette.push(picture, frame -> encode(frame, next));
        } else {
            encode(picture, next);
        }
    }

    /** Passes on the packets that are still in the encoder. */
    void finish(Consumer<AVPacket> next) {
        if (palette != null) {
            palette.push(null, frame -> encode(frame, next));
        }
        encode(null, next);
    }

    private void encode(AVFrame frame, Consumer<AVPacket> next) {
        FfmpegCalls.check(avcodec_send_frame(encoder, frame), ErrorKind.IO, what + ": encoding");
        while (true) {
            int code = avcodec_receive_packet(encoder, packet);
            if (code == AVERROR_EAGAIN() || code == AVERROR_EOF()) {
                return;
            }
            FfmpegCalls.check(code, ErrorKind.IO, what + ": encoding");
            Long duration = durations.remove(packet.pts());
            packet.duration(duration == null ? packet.duration() : duration);
            next.accept(packet);
            av_packet_unref(packet);
        }
    }

    @Override
    public void close() {
        converter.close();
        if (palette != null) {
            palette.close();
            palette = null;
        }
        if (picture != null) {
            av_frame_free(picture);
            picture = null;
        }
        if (packet != null) {
            av_packet_free(packet);
            packet = null;
        }
        if (!encoder.isNull()) {
            avcodec_free_context(encoder);
        }
    }
}
