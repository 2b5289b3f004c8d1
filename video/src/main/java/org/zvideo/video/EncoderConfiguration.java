package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.util.EnumSet;
import java.util.Locale;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.video.error.MediaException;

/**
 * An encoder before it is opened, which can be done at several qualities.
 *
 * @param what the output, in messages
 * @param shape of the frames that will come
 * @param globalHeader whether the container wants parameters in its own header
 */
record EncoderConfiguration(String what, VideoCodec codec, MediaInfo shape, boolean globalHeader) {
    // Encoders multiply times by the terms of these fractions, which are of any size in a damaged header.
    private static final int LARGEST_TICK = 100_000;
    private static final int SHORTEST_TICK = 1_000_000_000;
    private static final int LARGEST_TERM = 100_000_000;
    private static final Rational MICROSECOND = new Rational(1, 1_000_000);

    /** FFmpeg's encoder of a codec, which some builds lack. */
    static AVCodec find(VideoCodec codec, String what) {
        return FfmpegCalls.notNull(
                avcodec_find_encoder_by_name(codec.encoder()),
                ErrorKind.USAGE,
                what + ": this FFmpeg has no encoder " + codec.encoder());
    }

    /**
     * Opens the encoder; the caller frees it.
     *
     * @param quality 0 (best) to the codec's worst
     * @throws MediaException if it does not take frames of this size or rate
     */
    AVCodecContext open(int quality) {
        AVCodec found = find(codec, what);
        AVCodecContext encoder = avcodec_alloc_context3(found);
        configure(encoder);
        AVDictionary options = new AVDictionary(null);
        codec.options(quality).forEach((key, value) -> av_dict_set(options, key, value, 0));
        int code = avcodec_open2(encoder, found, options);
        av_dict_free(options);
        if (code < 0) {
            String size = encoder.width() + "x" + encoder.height() + rate(encoder.framerate());
            avcodec_free_context(encoder);
            throw new MediaException(
                    ErrorKind.USAGE,
                    what + ": " + codec.encoder() + " takes no video of " + size,
                    new Remedy(Remedy.Id.OTHER_CODEC, otherCodecs()));
        }
        return encoder;
    }

    private void configure(AVCodecContext encoder) {
        int even = codec.evenSides() ? 1 : 0;
        encoder.width(Math.max(codec.smallestSide(), shape.width() + (shape.width() & even)));
        encoder.height(Math.max(codec.smallestSide(), shape.height() + (shape.height() & even)));
        encoder.pix_fmt(codec.pixelFormat());
        encoder.time_base(timeBase().toFfmpeg());
        if (shape.frameRate().known()) {
            encoder.framerate(rate().toFfmpeg());
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

    /** YUV4MPEG has no timestamps, and takes the stream's time base for the rate. */
    private Rational timeBase() {
        if (codec == VideoCodec.RAW && shape.frameRate().known()) {
            return rate().inverse();
        }
        Rational ofSource = shape.timeBase();
        return ofSource.numerator() > LARGEST_TICK || ofSource.denominator() > SHORTEST_TICK ? MICROSECOND : ofSource;
    }

    private Rational rate() {
        Rational ofSource = shape.frameRate();
        return Math.max(ofSource.numerator(), ofSource.denominator()) > LARGEST_TERM
                ? ofSource.within(LARGEST_TERM)
                : ofSource;
    }

    private static String rate(AVRational rate) {
        return rate.num() > 0 && rate.den() > 0
                ? String.format(Locale.ROOT, " at %.4g frames/s", rate.num() / (double) rate.den())
                : "";
    }

    /** The names of the other codecs of videos. */
    String otherCodecs() {
        return EnumSet.complementOf(EnumSet.of(codec, VideoCodec.GIF, VideoCodec.RAW)).stream()
                .filter(VideoCodec::available)
                .map(other -> other.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
