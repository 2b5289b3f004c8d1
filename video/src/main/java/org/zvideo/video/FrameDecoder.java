package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_CRCCHECK;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_BB;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_BT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_TB;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_TT;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;
import org.zvideo.video.error.MediaException;

/** From the packets of a file's video stream to whole frames in BT.709 or standard colours, damage noticed. */
final class FrameDecoder implements AutoCloseable {
    private final Demuxer demuxer;
    private final AVStream stream;
    private final String codecName;
    private final Consumer<AVFrame> next;
    private final ColorTags stored;
    private AVCodecContext decoder;
    private AVFrame decoded;
    /** Decided by the first frame. */
    private Restoration restoration;
    private MediaGraph graph;
    private Damage damage = Damage.NONE;
    private long frames;

    /**
     * @param next is given each frame, valid during the call, its pts set
     * @throws MediaException if the stream's codec is not accepted
     */
    FrameDecoder(Demuxer demuxer, Consumer<AVFrame> next) {
        this.demuxer = demuxer;
        this.stream = demuxer.video();
        this.next = next;
        codecName = avcodec_get_name(stream.codecpar().codec_id()).getString();
        try {
            open();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        stored = ColorTags.of(decoder.colorspace(), decoder.color_primaries(), decoder.color_trc(), decoder.color_range(),
                decoder.height());
    }

    private void open() {
        AVCodec codec = avcodec_find_decoder(stream.codecpar().codec_id());
        if (codec == null) {
            throw demuxer.bad("no decoder for its codec " + codecName);
        }
        if (!demuxer.reading().allows(codec.name().getString())) {
            throw demuxer.bad("codec " + codecName + " is not enabled; allow it with --codecs "
                    + codec.name().getString() + " if you trust the file");
        }
        decoder = avcodec_alloc_context3(codec);
        demuxer.check(avcodec_parameters_to_context(decoder, stream.codecpar()), "codec parameters");
        decoder.pkt_timebase(stream.time_base());
        decoder.max_pixels(demuxer.reading().maxPixels());
        if (codecName.equals("ffv1")) {
            decoder.err_recognition(AV_EF_CRCCHECK | AV_EF_EXPLODE); // it has checksums, but conceals what they find
        }
        demuxer.check(avcodec_open2(decoder, codec, (PointerPointer<?>) null), "its " + codecName + " stream cannot be decoded");
        decoded = av_frame_alloc();
        if (decoder.width() < 1 || decoder.height() < 1) {
            throw demuxer.bad("no frame size is declared; the file is damaged");
        }
    }

    String codecName() {
        return codecName;
    }

    /** Stored width, before any rotation. */
    int width() {
        return decoder.width();
    }

    /** Stored height, before any rotation. */
    int height() {
        return decoder.height();
    }

    /** Of the frames that come out. */
    ColorTags colors() {
        return Restoration.changesColors(stored) ? ColorTags.BT709 : stored;
    }

    /** Takes a packet, or null for the end. One without bytes says that the frame before lasts longer. */
    void send(AVPacket packet) {
        if (packet != null && packet.size() == 0) {
            return;
        }
        if (packet != null && frames > 0 && !PictureStarts.in(packet, stream.codecpar().codec_id())) {
            damaged(1, "a packet after frame " + frames + " holds no picture");
        }
        int sent = avcodec_send_packet(decoder, packet);
        if (sent < 0) {
            damaged(1, "a packet after frame " + frames + " cannot be decoded (" + FfmpegCalls.words(sent) + ")");
        }
        while (true) {
            int code = avcodec_receive_frame(decoder, decoded);
            if (code == AVERROR_EAGAIN() || code == AVERROR_EOF()) {
                break;
            }
            if (code < 0) {
                damaged(1, "frame " + frames + " cannot be decoded (" + FfmpegCalls.words(code) + ")");
                break;
            }
            take();
            av_frame_unref(decoded);
        }
        if (packet == null && graph != null) {
            graph.push(null, next);
        }
    }

    private void take() {
        if (decoded.decode_error_flags() != 0 || (decoded.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0) {
            damaged(1, "frame " + frames + " is damaged");
        }
        if (decoded.width() != decoder.width() || decoded.height() != decoder.height()
                || decoded.width() != stream.codecpar().width() || decoded.height() != stream.codecpar().height()) {
            throw demuxer.bad("the frame size changes at frame " + frames + " to " + decoded.width() + "x"
                    + decoded.height() + "; split the file there");
        }
        decoded.pts(decoded.best_effort_timestamp());
        stored.complete(decoded);
        if (restoration == null) {
            restoration = Restoration.of(decoded, fields());
            graph = restoration.needed() ? MediaGraph.ofPictures("video " + demuxer, decoded, stream.time_base(),
                    String.join(",", restoration.filters())) : null;
        }
        frames++;
        if (graph == null) {
            next.accept(decoded);
        } else {
            graph.push(decoded, next);
        }
    }

    private boolean fields() {
        int order = stream.codecpar().field_order();
        return order == AV_FIELD_TT || order == AV_FIELD_BB || order == AV_FIELD_TB || order == AV_FIELD_BT;
    }

    /** A damaged file is refused, unless the user said that what is left of it will do. */
    void damaged(int more, String finding) {
        if (!demuxer.reading().allowDamaged()) {
            throw demuxer.bad(finding + "; copy it again from its source, or take what is left with --allow-damaged");
        }
        damage = damage.plus(more, finding);
    }

    /** What was broken so far. */
    Damage damage() {
        return damage;
    }

    /** What is done to the pictures; known from the first frame on. */
    List<String> notes() {
        List<String> notes = new ArrayList<>(restoration == null ? List.of() : restoration.notes());
        if (PixelConverter.hasAlpha(decoder.pix_fmt())) {
            notes.add("transparency: laid over white");
        }
        return notes;
    }

    @Override
    public void close() {
        if (graph != null) {
            graph.close();
            graph = null;
        }
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
