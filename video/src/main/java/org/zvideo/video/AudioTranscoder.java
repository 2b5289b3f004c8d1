package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_CAP_VARIABLE_FRAME_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_CONFIG_SAMPLE_RATE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_supported_config;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHANNEL_ORDER_UNSPEC;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_compare;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_uninit;
import static org.bytedeco.ffmpeg.global.avutil.av_get_sample_fmt_name;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.zvideo.core.error.Closing;
import org.zvideo.core.error.ErrorKind;

/**
 * Re-encodes audio for a container that cannot hold it as it is: as Opus in the containers made for it, otherwise as
 * AAC, with the same channels and timestamps. Rate, layout and format that change mid-stream are converted to those at
 * the start.
 */
final class AudioTranscoder implements AutoCloseable {
    private static final int OPUS_RATE = 48_000;
    private static final long BITS_PER_CHANNEL = 96_000;
    /** Timestamps may be rounded by this fraction of a second. */
    private static final int ROUNDING = 400;

    private final String name;
    private final AVStream from;
    private final boolean opus;
    private final SoundDecoder decoder;
    private final boolean cut;
    private AVStream to;
    private AVCodecContext encoder;
    private AVPacket packet = av_packet_alloc();
    /** Converts audio of one kind to the encoder's kind. */
    private MediaGraph conversion;

    private final AVChannelLayout layout = new AVChannelLayout();
    private int rate;
    private int format;
    /** Cuts audio into the encoder's frames, which must not end where the kind changes. */
    private MediaGraph frames;

    private long end = AV_NOPTS_VALUE;

    /**
     * Opens the encoder.
     *
     * @param name the output, in messages
     * @param from the source's stream
     * @param container the container of the output
     * @param decoder the decoder of the source's stream, which this closes
     * @param cut whether audio from before the start of the output is cut off
     * @throws UnsuitableSoundException if no encoder accepts the audio
     */
    AudioTranscoder(String name, AVStream from, AVOutputFormat container, SoundDecoder decoder, boolean cut)
            throws UnsuitableSoundException {
        this.name = name;
        this.from = from;
        this.opus = container.name().getString().matches("webm|ogg|opus");
        this.decoder = decoder;
        this.cut = cut;
        Closing.onFailure(this, () -> {
            openEncoder((container.flags() & AVFMT_GLOBALHEADER) != 0);
        });
    }

    private void openEncoder(boolean globalHeader) throws UnsuitableSoundException {
        AVCodecContext sound = decoder.context();
        int channels = sound.ch_layout().nb_channels();
        if (sound.sample_rate() < 1 || channels < 1) {
            throw new UnsuitableSoundException("neither its rate nor its channels are known");
        }
        AVCodec codec = FfmpegCalls.notNull(
                avcodec_find_encoder_by_name(opus ? "libopus" : "aac"),
                ErrorKind.UNAVAILABLE,
                "output " + name + ": this FFmpeg has no encoder " + codec());
        encoder = avcodec_alloc_context3(codec);
        encoder.sample_rate(opus ? OPUS_RATE : nearest(codec, sound.sample_rate()));
        encoder.sample_fmt(opus ? AV_SAMPLE_FMT_FLT : AV_SAMPLE_FMT_FLTP);
        if (sound.ch_layout().order() == AV_CHANNEL_ORDER_UNSPEC) {
            av_channel_layout_default(encoder.ch_layout(), channels);
        } else {
            check(av_channel_layout_copy(encoder.ch_layout(), sound.ch_layout()));
        }
        encoder.bit_rate(BITS_PER_CHANNEL * channels);
        encoder.time_base(new AVRational().num(1).den(encoder.sample_rate()));
        if (globalHeader) {
            encoder.flags(encoder.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        }
        int code = avcodec_open2(encoder, codec, (PointerPointer<?>) null);
        if (code < 0) { // most encoders treat 5.1 with side speakers as 5.1
            av_channel_layout_default(encoder.ch_layout(), channels);
            code = avcodec_open2(encoder, codec, (PointerPointer<?>) null);
        }
        if (code < 0) {
            throw new UnsuitableSoundException(codec() + " does not take its " + channels + " channels");
        }
    }

    /** Sets up the stream of the output that receives the packets. */
    void describe(AVStream stream) {
        to = stream;
        check(avcodec_parameters_from_context(to.codecpar(), encoder));
        to.time_base(encoder.time_base());
    }

    /** The rate with the least loss that an encoder accepts: the same, else the next higher one, else the highest. */
    private static int nearest(AVCodec codec, int wanted) {
        try (PointerPointer<IntPointer> rates = new PointerPointer<>(1L);
                IntPointer count = new IntPointer(1L)) {
            int code = avcodec_get_supported_config(null, codec, AV_CODEC_CONFIG_SAMPLE_RATE, 0, rates, count);
            IntPointer all = code < 0 ? null : rates.get(IntPointer.class, 0);
            if (all == null) {
                return wanted; // any rate
            }
            int[] known = IntStream.range(0, count.get()).map(all::get).toArray();
            return IntStream.of(known)
                    .filter(rate -> rate >= wanted)
                    .min()
                    .orElseGet(() -> IntStream.of(known).max().orElse(wanted));
        }
    }

    private int check(int code) {
        return FfmpegCalls.check(code, ErrorKind.IO, "output " + name + ": re-encoding the audio");
    }

    /** What the audio was re-encoded as. */
    String codec() {
        return opus ? "opus" : "aac";
    }

    /** Takes a packet at its time in the output, or null for the end, and passes on what it became. */
    void push(AVPacket data, Consumer<AVPacket> next) {
        decoder.push(data, sound -> convert(sound, next));
        if (data == null) {
            endOfKind(next);
            if (frames != null) {
                frames.push(null, frame -> inOrder(frame, next));
            }
            encode(null, next);
        }
    }

    private void convert(AVFrame sound, Consumer<AVPacket> next) {
        if (conversion != null
                && (sound.sample_rate() != rate
                        || sound.format() != format
                        || av_channel_layout_compare(sound.ch_layout(), layout) != 0)) {
            endOfKind(next);
        }
        if (conversion == null) {
            rate = sound.sample_rate();
            format = sound.format();
            check(av_channel_layout_copy(layout, sound.ch_layout()));
            conversion = graph(
                    sound,
                    from.time_base(),
                    String.format(
                            Locale.ROOT,
                            "aformat=sample_fmts=%s:sample_rates=%d:channel_layouts=%s%s",
                            av_get_sample_fmt_name(encoder.sample_fmt()).getString(),
                            encoder.sample_rate(),
                            FfmpegCalls.layout(encoder.ch_layout()),
                            cut ? ",atrim=start=0" : ""));
        }
        conversion.push(sound, frame -> cut(frame, next));
    }

    /** Passes on what the converter still holds of the previous kind of audio. */
    private void endOfKind(Consumer<AVPacket> next) {
        if (conversion != null) {
            conversion.push(null, frame -> cut(frame, next));
            conversion.close();
            conversion = null;
        }
    }

    private void cut(AVFrame sound, Consumer<AVPacket> next) {
        boolean fixed =
                (encoder.codec().capabilities() & AV_CODEC_CAP_VARIABLE_FRAME_SIZE) == 0 && encoder.frame_size() > 0;
        if (!fixed) {
            inOrder(sound, next);
            return;
        }
        if (frames == null) {
            frames = graph(sound, encoder.time_base(), "asetnsamples=" + encoder.frame_size() + ":p=0");
        }
        frames.push(sound, frame -> inOrder(frame, next));
    }

    /**
     * Where the source's audio overlaps itself (in joined recordings), it continues evenly and then returns to its
     * timestamps.
     */
    private void inOrder(AVFrame frame, Consumer<AVPacket> next) {
        if (end != AV_NOPTS_VALUE && frame.pts() == AV_NOPTS_VALUE) {
            frame.pts(end);
        }
        if (end != AV_NOPTS_VALUE && frame.pts() < end - encoder.sample_rate() / ROUNDING) {
            if (frame.pts() + frame.nb_samples() <= end) {
                return;
            }
            frame.pts(end);
        }
        end = frame.pts() == AV_NOPTS_VALUE ? AV_NOPTS_VALUE : frame.pts() + frame.nb_samples();
        encode(frame, next);
    }

    private MediaGraph graph(AVFrame sound, AVRational unit, String filters) {
        return MediaGraph.ofSound("output " + name, sound, unit, filters, encoder.time_base());
    }

    private void encode(AVFrame frame, Consumer<AVPacket> next) {
        check(avcodec_send_frame(encoder, frame));
        while (true) {
            int code = avcodec_receive_packet(encoder, packet);
            if (code == AVERROR_EAGAIN() || code == AVERROR_EOF()) {
                return;
            }
            check(code);
            packet.stream_index(to.index());
            av_packet_rescale_ts(packet, encoder.time_base(), to.time_base());
            next.accept(packet);
        }
    }

    @Override
    public void close() {
        if (conversion != null) {
            conversion.close();
            conversion = null;
        }
        if (frames != null) {
            frames.close();
            frames = null;
        }
        decoder.close();
        av_channel_layout_uninit(layout);
        if (packet != null) {
            av_packet_free(packet);
            packet = null;
        }
        if (encoder != null) {
            avcodec_free_context(encoder);
            encoder = null;
        }
    }
}
