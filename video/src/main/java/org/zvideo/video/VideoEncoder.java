package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_UNKNOWN;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_PAL8;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacv.Frame;
import org.zvideo.core.error.Closing;
import org.zvideo.core.error.ErrorKind;

/**
 * Encodes frames at their exact times.
 *
 * <p>This uses FFmpeg's own API because JavaCV's recorder rounds timestamps to a frame grid and ignores return codes.
 */
final class VideoEncoder implements AutoCloseable {
    /** 256 colors for each frame, so that no color has to wait for the end of the video. */
    private static final String PALETTE =
            "split[a][b];[a]palettegen=stats_mode=single[p];[b][p]paletteuse=new=1:dither=sierra2_4a";

    /** After how many frames of a coarser quality the wanted one is tried again. */
    private static final int PATIENCE = 25;

    private final EncoderConfiguration configuration;
    private final String what;
    private final int quality;
    /** The time base of the frames that are pushed. */
    private final AVRational timeBase;

    private final ColorTags colors;
    private final PixelConverter converter = PixelConverter.fromBgr();
    private final Map<Long, Long> durations = new HashMap<>();
    private AVCodecContext encoder;
    private AVFrame picture;
    private AVPacket packet;
    private MediaGraph palette;
    /** The quality at present, coarser than the wanted one after a frame that the encoder could not store. */
    private int current;
    /** Frames since the quality was made coarser. */
    private int sinceCoarser;

    private long coarserFrames;
    private int coarsest;

    private VideoEncoder(EncoderConfiguration configuration, int quality, ColorTags colors) {
        this.configuration = configuration;
        this.what = configuration.what();
        this.timeBase = configuration.shape().timeBase().toFfmpeg();
        this.quality = quality;
        this.current = quality;
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
        EncoderConfiguration configuration = new EncoderConfiguration(what, settings.codec(), shape, globalHeader);
        VideoEncoder opened = new VideoEncoder(configuration, settings.quality(), colors);
        return Closing.onFailure(opened, () -> {
            opened.start();
            return opened;
        });
    }

    private void start() {
        encoder = configuration.open(quality);
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
        send(frame);
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

    /**
     * Gives the encoder a frame, and one that it cannot store to another encoder of a coarser quality, which continues for a
     * while: each change costs a key frame.
     */
    private void send(AVFrame frame) {
        if (frame != null && current != quality && ++sinceCoarser > PATIENCE) {
            reopen(quality);
        }
        int code = avcodec_send_frame(encoder, frame);
        while (code == AVERROR_UNKNOWN()
                && configuration.codec().coarser(current).isPresent()) {
            reopen(configuration.codec().coarser(current).getAsInt());
            code = avcodec_send_frame(encoder, frame);
        }
        FfmpegCalls.check(code, ErrorKind.IO, what + ": encoding");
        if (frame != null && current != quality) {
            coarserFrames++;
            coarsest = Math.max(coarsest, current);
        }
    }

    private void reopen(int other) {
        AVCodecContext former = encoder;
        encoder = configuration.open(other);
        avcodec_free_context(former);
        current = other;
        sinceCoarser = 0;
    }

    /** What is different from what was asked for, in words. */
    List<String> changed() {
        return coarserFrames == 0
                ? List.of()
                : List.of((coarserFrames == 1 ? "1 frame is" : coarserFrames + " frames are") + " encoded at quality "
                        + coarsest + ", since " + configuration.codec().encoder()
                        + " cannot store so much detail at quality " + quality + "; " + configuration.otherCodecs()
                        + " can");
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
        if (encoder != null && !encoder.isNull()) {
            avcodec_free_context(encoder);
        }
    }
}
