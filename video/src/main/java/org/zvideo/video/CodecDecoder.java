package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_CRCCHECK;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;

import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;
import org.zvideo.core.error.Closing;
import org.zvideo.core.error.Remedy;

/** One of FFmpeg's decoders, if it is among those that are accepted. */
final class CodecDecoder implements PacketDecoder {
    private final ColorTags colors;
    private AVCodecContext context;

    /**
     * Opens the decoder of a file's video stream.
     *
     * @throws org.zvideo.video.error.MediaException if the stream's codec is not accepted
     */
    CodecDecoder(Demuxer demuxer) {
        AVStream stream = demuxer.video();
        String name = avcodec_get_name(stream.codecpar().codec_id()).getString();
        AVCodec codec = codec(stream);
        if (codec == null) {
            throw demuxer.bad("no decoder for its codec " + name);
        }
        if (!demuxer.allows(codec.name().getString())) {
            throw demuxer.bad(
                    "codec " + name + " is not enabled",
                    new Remedy(Remedy.Id.ALLOW_CODEC, codec.name().getString()));
        }
        context = avcodec_alloc_context3(codec);
        Closing.onFailure(this, () -> {
            open(demuxer, codec, name);
        });
        colors = ColorTags.of(
                context.colorspace(),
                context.color_primaries(),
                context.color_trc(),
                context.color_range(),
                context.height());
    }

    private void open(Demuxer demuxer, AVCodec codec, String name) {
        AVStream stream = demuxer.video();
        demuxer.check(avcodec_parameters_to_context(context, stream.codecpar()), "codec parameters");
        context.pkt_timebase(stream.time_base());
        context.max_pixels(demuxer.reading().maxPixels());
        if (name.equals("ffv1")) {
            context.err_recognition(
                    AV_EF_CRCCHECK | AV_EF_EXPLODE); // the codec has checksums, but the decoder conceals what they find
        }
        demuxer.check(
                avcodec_open2(context, codec, (PointerPointer<?>) null), "its " + name + " stream cannot be decoded");
        if (context.width() < 1 || context.height() < 1) {
            throw demuxer.bad("no frame size is declared; the file is damaged");
        }
    }

    /** FFmpeg's own decoders of VP8 and VP9 ignore transparency, which Matroska stores next to the packets. */
    private static AVCodec codec(AVStream stream) {
        int codec = stream.codecpar().codec_id();
        String besides = codec == AV_CODEC_ID_VP8 ? "libvpx" : codec == AV_CODEC_ID_VP9 ? "libvpx-vp9" : null;
        AVDictionaryEntry alpha = av_dict_get(stream.metadata(), "alpha_mode", null, 0);
        if (besides != null && alpha != null && alpha.value().getString().equals("1")) {
            AVCodec whole = avcodec_find_decoder_by_name(besides);
            return whole == null ? avcodec_find_decoder(codec) : whole;
        }
        return avcodec_find_decoder(codec);
    }

    @Override
    public int width() {
        return context.width();
    }

    @Override
    public int height() {
        return context.height();
    }

    @Override
    public ColorTags colors() {
        return colors;
    }

    @Override
    public Optional<String> send(AVPacket packet, long frames) {
        int sent = avcodec_send_packet(context, packet);
        return sent >= 0
                ? Optional.empty()
                : Optional.of(
                        "a packet after frame " + frames + " cannot be decoded (" + FfmpegCalls.words(sent) + ")");
    }

    @Override
    public int receive(AVFrame frame) {
        return avcodec_receive_frame(context, frame);
    }

    @Override
    public boolean transparent(AVFrame frame) {
        return PixelConverter.hasAlpha(frame.format());
    }

    @Override
    public void reset() {
        avcodec_flush_buffers(context);
    }

    @Override
    public void close() {
        if (context != null) {
            avcodec_free_context(context);
            context = null;
        }
    }
}
