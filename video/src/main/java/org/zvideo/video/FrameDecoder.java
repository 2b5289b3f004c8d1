package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_BB;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_BT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_TB;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_TT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
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
    private PacketDecoder decoder;
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
     * @param opacity whether numbered pictures shall show their opacity instead of themselves
     * @param next receives each frame with its pts; a frame is valid during the call
     * @throws MediaException if the stream's codec is not accepted
     */
    FrameDecoder(Demuxer demuxer, boolean opacity, Consumer<AVFrame> next) {
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
        if (demuxer.encrypts(stream)) {
            throw encrypted();
        }
        Closing.onFailure(this, () -> {
            decoder = demuxer.isOfPictures() ? new PictureDecoder(demuxer, opacity) : new CodecDecoder(demuxer);
            decoded = av_frame_alloc();
        });
        stored = decoder.colors();
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
        decoder.reset();
        normalizer.reset();
        unanswered.reset();
        frames = 0;
    }

    /** The time base of the decoded frames. */
    ColorTags colors() {
        return Normalization.tagsAfter(stored);
    }

    private MediaException encrypted() {
        return demuxer.bad(Protection.WHY + "; give a file without protection");
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
        Optional<String> finding = decoder.send(packet, frames);
        if (packet != null && finding.isEmpty()) {
            unanswered.sent(packet);
        }
        finding.ifPresent(what -> report(1, what));
        while (true) {
            int code = decoder.receive(decoded);
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
        transparent |= decoder.transparent(decoded);
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
            decoder.close();
            decoder = null;
        }
    }
}
