package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_WEBP;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_CRCCHECK;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_BB;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_BT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_TB;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_TT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_grow_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_make_writable;
import static org.bytedeco.ffmpeg.global.avcodec.av_shrink_packet;
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
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;
import org.zvideo.core.error.Closing;
import org.zvideo.core.error.Remedy;
import org.zvideo.video.error.MediaException;

/**
 * Decodes the packets of a file's video stream into progressive frames in BT.709 or standard colors, and detects
 * damage.
 */
final class FrameDecoder implements AutoCloseable {
    private final Demuxer demuxer;
    private final AVStream stream;
    private final String codecName;
    private final ColorTags stored;
    private AVCodecContext decoder;
    private AVFrame decoded;
    private final FrameNormalizer normalizer;
    private final SideData beside;
    private final Unanswered unanswered;
    private final Cropping cropping;
    private boolean transparent;
    private DisplayRotation rotation;
    private Damage damage = Damage.NONE;
    private long frames;

    /**
     * Opens the decoder.
     *
     * @param next receives each frame with its pts; a frame is valid during the call
     * @throws MediaException if the stream's codec is not accepted
     */
    FrameDecoder(Demuxer demuxer, Consumer<AVFrame> next) {
        this.demuxer = demuxer;
        this.stream = demuxer.video();
        normalizer = new FrameNormalizer("video " + demuxer, stream.time_base(), fields(), next);
        unanswered = new Unanswered(stream.codecpar().codec_id());
        beside = new SideData(stream.codecpar());
        cropping = Cropping.of(stream.codecpar());
        SideData.refusal(stream.codecpar()).ifPresent(why -> {
            throw demuxer.bad(why);
        });
        rotation = SideData.of(stream.codecpar(), AV_PKT_DATA_DISPLAYMATRIX, DisplayRotation.BYTES)
                .map(DisplayRotation::of)
                .orElse(DisplayRotation.NONE);
        codecName = avcodec_get_name(stream.codecpar().codec_id()).getString();
        Closing.onFailure(this, () -> {
            open();
        });
        stored = ColorTags.of(
                decoder.colorspace(),
                decoder.color_primaries(),
                decoder.color_trc(),
                decoder.color_range(),
                decoder.height());
    }

    private void open() {
        if (Protection.of(stream)) {
            throw encrypted();
        }
        AVCodec codec = codec();
        if (codec == null) {
            throw demuxer.bad("no decoder for its codec " + codecName);
        }
        if (!demuxer.allows(codec.name().getString())) {
            throw demuxer.bad(
                    "codec " + codecName + " is not enabled",
                    new Remedy(Remedy.Id.ALLOW_CODEC, codec.name().getString()));
        }
        decoder = avcodec_alloc_context3(codec);
        demuxer.check(avcodec_parameters_to_context(decoder, stream.codecpar()), "codec parameters");
        decoder.pkt_timebase(stream.time_base());
        decoder.max_pixels(demuxer.reading().maxPixels());
        if (codecName.equals("ffv1")) {
            decoder.err_recognition(
                    AV_EF_CRCCHECK | AV_EF_EXPLODE); // the codec has checksums, but the decoder conceals what they find
        }
        demuxer.check(
                avcodec_open2(decoder, codec, (PointerPointer<?>) null),
                "its " + codecName + " stream cannot be decoded");
        decoded = av_frame_alloc();
        if (decoder.width() < 1 || decoder.height() < 1) {
            throw demuxer.bad("no frame size is declared; the file is damaged");
        }
    }

    /** FFmpeg's own decoders of VP8 and VP9 ignore transparency, which Matroska stores next to the packets. */
    private AVCodec codec() {
        int codec = stream.codecpar().codec_id();
        String besides = codec == AV_CODEC_ID_VP8 ? "libvpx" : codec == AV_CODEC_ID_VP9 ? "libvpx-vp9" : null;
        AVDictionaryEntry alpha = av_dict_get(stream.metadata(), "alpha_mode", null, 0);
        if (besides != null && alpha != null && alpha.value().getString().equals("1")) {
            AVCodec whole = avcodec_find_decoder_by_name(besides);
            return whole == null ? avcodec_find_decoder(codec) : whole;
        }
        return avcodec_find_decoder(codec);
    }

    String codecName() {
        return codecName;
    }

    /** The width of the visible part, before any rotation. */
    int width() {
        return decoder.width() - cropping.across();
    }

    /** The height of the visible part, before any rotation. */
    int height() {
        return decoder.height() - cropping.along();
    }

    /** The rotation of the frames, known from the first one on. */
    DisplayRotation rotation() {
        return rotation;
    }

    /** Whether frames have fields, so that deinterlacing uses the frame before. */
    boolean interlaced() {
        return normalizer.interlaced();
    }

    /** The number of decoded frames. */
    long frames() {
        return frames;
    }

    /** Forgets buffered data, because packets from another position follow. */
    void reset() {
        avcodec_flush_buffers(decoder);
        normalizer.reset();
        unanswered.reset();
        frames = 0;
    }

    /** The time base of the decoded frames. */
    ColorTags colors() {
        return Normalization.tagsAfter(stored);
    }

    private MediaException encrypted() {
        return demuxer.bad("it is encrypted; give a file without protection");
    }

    /** Takes a packet, or null for the end. An empty packet means that the frame before lasts longer. */
    void send(AVPacket packet) {
        if (packet != null && packet.size() == 0) {
            return;
        }
        if (packet != null && Protection.of(packet)) {
            throw encrypted();
        }
        if (packet != null
                && frames > 0
                && !PictureStarts.in(packet, stream.codecpar().codec_id())) {
            report(1, "a packet after frame " + frames + " contains no picture");
        }
        if (packet != null && stream.codecpar().codec_id() == AV_CODEC_ID_WEBP) {
            still(packet);
        }
        int sent = avcodec_send_packet(decoder, packet);
        if (packet != null && sent >= 0) {
            unanswered.sent(packet);
        }
        if (sent < 0) {
            report(1, "a packet after frame " + frames + " cannot be decoded (" + FfmpegCalls.words(sent) + ")");
        }
        while (true) {
            int code = avcodec_receive_frame(decoder, decoded);
            if (code == AVERROR_EAGAIN() || code == AVERROR_EOF()) {
                break;
            }
            if (code < 0) {
                report(1, "frame " + frames + " cannot be decoded (" + FfmpegCalls.words(code) + ")");
                break;
            }
            take();
            av_frame_unref(decoded);
        }
        if (packet == null) {
            if (unanswered.count() > 0) {
                report(unanswered.count(), unanswered.count() + " packets in the middle contain no picture");
            }
            normalizer.flush();
        }
    }

    private void still(AVPacket packet) {
        byte[] file = new byte[packet.size()];
        packet.data().get(file);
        byte[] first = WebpStill.first(file);
        if (first != file) {
            demuxer.check(
                    first.length <= file.length ? 0 : av_grow_packet(packet, first.length - file.length), "a picture");
            av_shrink_packet(packet, first.length);
            demuxer.check(av_packet_make_writable(packet), "a picture");
            packet.data().put(first);
        }
    }

    private void take() {
        if (decoded.decode_error_flags() != 0 || (decoded.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0) {
            report(1, "frame " + frames + " is damaged");
        }
        if (decoded.width() != decoder.width()
                || decoded.height() != decoder.height()
                || decoded.width() != stream.codecpar().width()
                || decoded.height() != stream.codecpar().height()) {
            throw demuxer.bad("the frame size changes at frame " + frames + " to " + decoded.width() + "x"
                    + decoded.height() + "; split the file there");
        }
        decoded.pts(decoded.best_effort_timestamp());
        unanswered.came(decoded.pts(), (decoded.flags() & AVFrame.AV_FRAME_FLAG_INTERLACED) != 0 || fields());
        stored.complete(decoded);
        lookBeside();
        demuxer.check(cropping.apply(decoded), "cropping frame " + frames);
        frames++;
        normalizer.push(decoded);
    }

    /** Side data of a frame apply to it even if they appear in mid-stream. */
    private void lookBeside() {
        ColorMatrix.refusal(
                        new ColorTags(
                                decoded.colorspace(),
                                decoded.color_primaries(),
                                decoded.color_trc(),
                                decoded.color_range()),
                        decoded.format())
                .ifPresent(why -> {
                    throw demuxer.bad(why + ", from frame " + frames + " on; convert it to BT.709");
                });
        transparent |= PixelConverter.hasAlpha(decoded.format());
        beside.see(decoded);
        DisplayRotation asked = SideData.rotation(decoded).orElse(rotation);
        if (frames > 0 && asked.swapsSides() != rotation.swapsSides()) {
            throw demuxer.bad("it is turned at frame " + frames + "; split the file there");
        }
        rotation = asked;
    }

    private boolean fields() {
        int order = stream.codecpar().field_order();
        return order == AV_FIELD_TT || order == AV_FIELD_BB || order == AV_FIELD_TB || order == AV_FIELD_BT;
    }

    /** Reports damage. A damaged file is refused, unless the user accepts what is left of it. */
    void report(int count, String finding) {
        if (!demuxer.reading().allowDamaged()) {
            throw demuxer.bad(finding, Remedy.of(Remedy.Id.ALLOW_DAMAGED));
        }
        damage = damage.add(count, finding);
    }

    /** The damage found so far. */
    Damage damage() {
        return damage;
    }

    /** Whether frames have transparency, as known from the frames so far. */
    boolean hasAlpha() {
        return transparent;
    }

    /** What is done to the pictures, and what is lost next to them, as known from the frames so far. */
    List<String> notes() {
        List<String> notes = normalizer.notes();
        demuxer.notes().forEach(notes::add);
        if (transparent) {
            notes.add("transparency: flattened onto white");
        }
        rotation.left().ifPresent(notes::add);
        beside.notes().forEach(notes::add);
        return notes;
    }

    @Override
    public void close() {
        normalizer.close();
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
