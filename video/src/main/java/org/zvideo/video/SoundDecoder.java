package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_CRCCHECK;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHANNEL_ORDER_UNSPEC;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Decodes audio packets to samples. Every code that the decoder returns is checked. What it cannot decode is damage,
 * except before the first samples of a part cut from the middle, where the decoder may lack what precedes it.
 */
final class SoundDecoder implements AutoCloseable {
    private final AVStream from;
    private final Consumer<String> damaged;
    private boolean forgiving;
    private AVCodecContext decoder;
    private AVFrame decoded = av_frame_alloc();

    /**
     * Opens a decoder.
     *
     * @param codec the one that {@link #find} found
     * @param cut whether the packets start in the middle of the stream
     * @param damaged receives what cannot be decoded, where and why
     * @throws UnsuitableSoundException if the decoder does not accept the stream
     */
    SoundDecoder(AVStream from, AVCodec codec, boolean cut, Consumer<String> damaged) throws UnsuitableSoundException {
        this.from = from;
        this.damaged = damaged;
        this.forgiving = cut;
        decoder = avcodec_alloc_context3(codec);
        int code = avcodec_parameters_to_context(decoder, from.codecpar());
        decoder.pkt_timebase(from.time_base());
        // Formats with checksums would otherwise conceal what these find.
        decoder.err_recognition(AV_EF_CRCCHECK | (codec.name().getString().equals("flac") ? AV_EF_EXPLODE : 0));
        code = code < 0 ? code : avcodec_open2(decoder, codec, (PointerPointer<?>) null);
        if (code < 0) {
            close();
            throw new UnsuitableSoundException("its decoder rejects it: " + FfmpegCalls.words(code));
        }
    }

    /** The decoder of an audio stream, if an accepted one exists. */
    static Optional<AVCodec> find(AVStream sound, ReadOptions reading) {
        return Optional.ofNullable(avcodec_find_decoder(sound.codecpar().codec_id()))
                .filter(codec -> reading.allows(codec.name().getString()));
    }

    AVCodecContext context() {
        return decoder;
    }

    /** Takes a packet, or null for the end, and passes on its samples, which are valid during the call. */
    void push(AVPacket data, Consumer<AVFrame> next) {
        if (data != null && data.size() == 0) {
            return; // nothing new; it would be taken for the end
        }
        int sent = avcodec_send_packet(decoder, data);
        if (sent < 0 && sent != AVERROR_EOF()) {
            tell(data, FfmpegCalls.words(sent));
        }
        while (true) {
            int code = avcodec_receive_frame(decoder, decoded);
            if (code == AVERROR_EAGAIN() || code == AVERROR_EOF()) {
                return;
            }
            if (code < 0) {
                tell(data, FfmpegCalls.words(code));
                return;
            }
            if (decoded.decode_error_flags() != 0 || (decoded.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0) {
                tell(data, "its checksum is wrong");
            }
            forgiving = false;
            decoded.pts(decoded.best_effort_timestamp());
            if (decoded.ch_layout().order() == AV_CHANNEL_ORDER_UNSPEC) {
                av_channel_layout_default(
                        decoded.ch_layout(), decoded.ch_layout().nb_channels());
            }
            next.accept(decoded);
            av_frame_unref(decoded);
        }
    }

    private void tell(AVPacket data, String why) {
        if (forgiving) {
            return;
        }
        String where = data == null || data.pts() == AV_NOPTS_VALUE
                ? ""
                : String.format(
                        Locale.ROOT,
                        " at %.3f s",
                        data.pts() * Rational.of(from.time_base()).value());
        damaged.accept("the audio of stream " + from.index() + where + " cannot be decoded (" + why + ")");
    }

    @Override
    public void close() {
        if (decoded != null) {
            av_frame_free(decoded);
            decoded = null;
        }
        if (decoder != null) {
            avcodec_free_context(decoder);
            decoder = null;
        }
    }
}
