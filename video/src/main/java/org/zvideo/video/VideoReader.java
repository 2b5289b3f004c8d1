package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entries_count;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacv.Frame;

/**
 * Decodes the main video stream of a file and hands out the packets of its other streams, in file order.
 *
 * <p>Below JavaCV's grabber, on its FFmpeg: the grabber takes every read error for the end of the file, swallows decode
 * errors, rounds timestamps to microseconds, always converts with the BT.601 matrix, and needs libavdevice, whose
 * desktop libraries a server does not have.
 */
public final class VideoReader implements AutoCloseable {
    private static final Rational MICROSECONDS = new Rational(1, 1_000_000);

    private final Demuxer demuxer;
    private final AVStream stream;
    private final Clip clip;
    /** Packets of a part of a video: they wait until its frames say whether they lie within. */
    private final Deque<StreamPacket> waiting = new ArrayDeque<>();
    private final Deque<MediaItem> ready = new ArrayDeque<>();
    private final PixelConverter converter = PixelConverter.toBgr();
    private AVCodecContext decoder;
    private AVPacket packet;
    private AVFrame decoded;
    private DisplayRotation rotation = DisplayRotation.NONE;
    private MediaInfo info;
    private long firstPts = AV_NOPTS_VALUE;
    private long nextPts = AV_NOPTS_VALUE;
    private long firstWanted = Long.MIN_VALUE;
    private long frames;
    private long packets;
    private boolean ended;

    private VideoReader(Demuxer demuxer, Clip clip) {
        this.demuxer = demuxer;
        this.stream = demuxer.video();
        this.clip = clip;
    }

    /**
     * Opens a file and finds its video stream.
     *
     * @throws MediaException if it is missing, no video, or of a kind that is not accepted
     */
    public static VideoReader open(Path file, Clip clip) {
        VideoReader reader = new VideoReader(Demuxer.open(file), clip);
        try {
            reader.openDecoder();
            if (clip.fromSeconds() > 0) {
                reader.firstWanted = reader.demuxer.seek(clip.fromSeconds());
            }
            return reader;
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private void openDecoder() {
        AVCodec codec = avcodec_find_decoder(stream.codecpar().codec_id());
        String codecName = avcodec_get_name(stream.codecpar().codec_id()).getString();
        if (codec == null) {
            throw demuxer.bad("no decoder for its codec " + codecName);
        }
        decoder = avcodec_alloc_context3(codec);
        demuxer.check(avcodec_parameters_to_context(decoder, stream.codecpar()), "codec parameters");
        decoder.pkt_timebase(stream.time_base());
        demuxer.check(avcodec_open2(decoder, codec, (PointerPointer<?>) null), "its " + codecName + " stream cannot be decoded");
        packet = av_packet_alloc();
        decoded = av_frame_alloc();
        if (decoder.width() < 1 || decoder.height() < 1) {
            throw demuxer.bad("no frame size is declared; the file is damaged");
        }
        rotation = DisplayRotation.of(stream.codecpar());
        info = MediaInfo.of(demuxer, decoder, rotation, clip, codecName);
    }

    private ColorTags tags(int matrix, int primaries, int transfer, int range) {
        return ColorTags.of(matrix, primaries, transfer, range, decoder.height());
    }

    public MediaInfo info() {
        return info;
    }

    /** The container, for the writer that copies its other streams. */
    AVFormatContext format() {
        return demuxer.format();
    }

    /** Index of the video stream. */
    int videoStream() {
        return stream.index();
    }

    /** What is subtracted from times in the output, in units of the video's time base. */
    long shift() {
        return clip.shifted() ? firstPts : 0;
    }

    /** The next frame, which the caller closes; empty at the end. What other streams hold is skipped. */
    public Optional<VideoFrame> nextFrame() {
        for (Optional<MediaItem> item = next(); item.isPresent(); item = next()) {
            if (item.get() instanceof VideoFrame frame) {
                return Optional.of(frame);
            }
            ((StreamPacket) item.get()).close();
        }
        return Optional.empty();
    }

    /** The next frame or packet; nothing at the end. The caller closes it. */
    Optional<MediaItem> next() {
        while (ready.isEmpty() && !ended) {
            read();
        }
        return Optional.ofNullable(ready.poll());
    }

    private void read() {
        int code = av_read_frame(demuxer.format(), packet);
        if (code == AVERROR_EOF()) {
            requireWholeIndex();
            if (!videoComplete()) {
                send(null); // what the decoder still holds
            }
            ended = true;
            releaseWaiting();
            return;
        }
        demuxer.check(code, "reading after frame " + frames);
        try {
            if (packet.stream_index() == stream.index()) {
                packets++;
                if (!videoComplete()) {
                    send(packet);
                }
            } else {
                otherPacket();
            }
        } finally {
            av_packet_unref(packet);
        }
    }

    /** Whether all wanted frames are out. */
    private boolean videoComplete() {
        return clip.frames().isPresent() && frames >= clip.frames().getAsLong();
    }

    /** MP4 and MOV say at their beginning which packets there are: if some are missing at the end, the file was cut. */
    private void requireWholeIndex() {
        int declared = avformat_index_get_entries_count(stream);
        boolean indexed = demuxer.format().iformat().name().getString().startsWith("mov");
        if (indexed && clip.equals(Clip.WHOLE) && packets < declared) {
            throw demuxer.bad("the file ends after " + packets + " of " + declared + " packets: it is truncated");
        }
    }

    private void send(AVPacket data) {
        demuxer.check(avcodec_send_packet(decoder, data), "decoding after frame " + frames + " (the file is damaged there)");
        while (!videoComplete()) {
            int code = avcodec_receive_frame(decoder, decoded);
            if (code == AVERROR_EAGAIN() || code == AVERROR_EOF()) {
                return;
            }
            demuxer.check(code, "decoding frame " + frames + " (the file is damaged there)");
            deliver();
            av_frame_unref(decoded);
        }
    }

    private void deliver() {
        long duration = decoded.duration() > 0 ? decoded.duration() : nominalDuration();
        long pts = decoded.best_effort_timestamp();
        if (pts == AV_NOPTS_VALUE) {
            pts = nextPts == AV_NOPTS_VALUE ? 0 : nextPts;
        }
        nextPts = pts + duration;
        if (pts < firstWanted) {
            return;
        }
        if (decoded.width() != decoder.width() || decoded.height() != decoder.height()
                || decoded.width() != (rotation.swapsSides() ? info.height() : info.width())) {
            throw demuxer.bad("the frame size changes at frame " + frames + " to " + decoded.width() + "x" + decoded.height()
                    + "; split the file there");
        }
        Frame image = new Frame(decoded.width(), decoded.height(), Frame.DEPTH_UBYTE, 3);
        converter.convert(decoded, tags(decoded.colorspace(), decoded.color_primaries(), decoded.color_trc(),
                decoded.color_range()), image);
        image.timestamp = av_rescale_q(pts, stream.time_base(), MICROSECONDS.toFfmpeg());
        firstPts = firstPts == AV_NOPTS_VALUE ? pts : firstPts;
        ready.add(new VideoFrame(rotation.apply(image), pts, duration));
        frames++;
        releaseWaiting();
    }

    private long nominalDuration() {
        return info.frameRate().known() ? av_rescale_q(1,
                new Rational(info.frameRate().denominator(), info.frameRate().numerator()).toFfmpeg(),
                stream.time_base()) : 1;
    }

    private void otherPacket() {
        StreamPacket other = new StreamPacket(av_packet_clone(packet));
        if (clip.equals(Clip.WHOLE)) {
            ready.add(other);
        } else {
            waiting.add(other);
        }
    }

    /** Lets go of the packets that the frames so far reach: those whose middle lies within the clip are handed out. */
    private void releaseWaiting() {
        waiting.removeIf(other -> {
            long middle = middle(other);
            if (middle >= nextPts && !ended) {
                return false;
            }
            boolean inside = frames > 0 && middle >= firstPts && (middle < nextPts || !videoComplete());
            if (inside) {
                ready.add(other);
            } else {
                other.close();
            }
            return true;
        });
    }

    private long middle(StreamPacket other) {
        AVPacket data = other.packet();
        long begin = data.pts() == AV_NOPTS_VALUE ? data.dts() : data.pts();
        return av_rescale_q(begin + data.duration() / 2, demuxer.timeBase(other.stream()).toFfmpeg(), stream.time_base());
    }

    @Override
    public void close() {
        converter.close();
        while (!ready.isEmpty()) {
            closeItem(ready.poll());
        }
        waiting.forEach(StreamPacket::close);
        waiting.clear();
        if (decoded != null) {
            av_frame_free(decoded);
            av_packet_free(packet);
            decoded = null;
        }
        if (decoder != null) {
            avcodec_free_context(decoder);
            decoder = null;
        }
        demuxer.close();
    }

    private static void closeItem(MediaItem item) {
        if (item instanceof VideoFrame frame) {
            frame.close();
        } else if (item instanceof StreamPacket other) {
            other.close();
        }
    }
}
