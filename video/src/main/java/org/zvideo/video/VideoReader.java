package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacv.Frame;
import org.zvideo.core.error.Closing;
import org.zvideo.video.error.MediaException;

/**
 * Decodes the main video stream of a file and delivers the packets of its other streams, in file order.
 *
 * <p>This uses FFmpeg below JavaCV's grabber. The grabber takes every read error for the end of the file, swallows
 * decoding errors, rounds timestamps to microseconds, always converts with the BT.601 matrix, and needs libavdevice,
 * whose desktop libraries a server does not have.
 */
public final class VideoReader implements AutoCloseable {
    private final Demuxer demuxer;
    private final AVStream stream;
    private final Clip clip;
    private final boolean scanning;
    private final Runnable checkpoint;
    private final ClipPackets others;
    private SourceClock clock;
    private final int streams;
    private final Deque<MediaItem> ready = new ArrayDeque<>();
    private final PixelConverter converter;
    private final PartStart start = new PartStart();
    private final FrameTimes times;
    private FrameDecoder decoder;
    private AVPacket packet;
    private VideoFrame held;
    private MediaInfo info;
    private long firstWanted = Long.MIN_VALUE;
    /** Time from which on no frame is wanted. */
    private long endWanted = Long.MAX_VALUE;

    /** Whether a frame came that is not wanted any more. */
    private boolean passed;

    /** Number of frames that are still left out. */
    private long leftOut;

    private long frames;
    private long packets;
    private boolean ended;

    private VideoReader(Demuxer demuxer, Clip clip, PixelConverter converter, boolean scanning, Runnable checkpoint) {
        this.converter = converter;
        this.scanning = scanning;
        this.checkpoint = checkpoint;
        this.demuxer = demuxer;
        this.stream = demuxer.video();
        this.times = new FrameTimes(stream);
        this.clip = clip;
        this.others = new ClipPackets(demuxer);
        this.clock = new SourceClock(demuxer);
        this.streams = demuxer.format().nb_streams();
    }

    /**
     * Opens a file and finds its video stream.
     *
     * @throws MediaException if it is missing, is not a video, or is of a kind that is not accepted
     */
    public static VideoReader open(Path file, Clip clip, ReadOptions reading) {
        return open(new VideoReader(Demuxer.open(file, reading), clip, PixelConverter.toBgr(), false, () -> {}));
    }

    /**
     * Opens a file to read a run of its frames.
     *
     * @param lead       how much is decoded before it; too little may give other pixels, or none of the frames
     * @param checkpoint called before every packet; an exception thrown there ends the reading
     * @throws MediaException like {@link #open}
     */
    public static VideoReader openRun(
            Path file, ClipRun run, ReadOptions reading, ClipRun.Lead lead, Runnable checkpoint) {
        VideoReader reader =
                new VideoReader(Demuxer.open(file, reading), run.read(lead), PixelConverter.toBgr(), false, checkpoint);
        if (lead == ClipRun.Lead.ALL) {
            reader.leftOut = run.before();
            return open(reader);
        }
        return Closing.onFailure(reader, () -> {
            reader.firstWanted = run.firstPts();
            reader.demuxer.seekBefore(run.seekPts(lead, Rational.of(reader.stream.time_base())));
            return open(reader);
        });
    }

    /** Opens a file to read the opacity of its pictures instead of the pictures: white is opaque. */
    public static VideoReader openAlpha(Path file, ReadOptions reading) {
        return open(
                new VideoReader(Demuxer.open(file, reading), Clip.WHOLE, PixelConverter.alphaToBgr(), false, () -> {}));
    }

    private static VideoReader open(VideoReader reader) {
        Clip clip = reader.clip;
        return Closing.onFailure(reader, () -> {
            reader.decoder = new FrameDecoder(reader.demuxer, reader.converter.isOfAlpha(), reader::deliver);
            reader.packet = av_packet_alloc();
            reader.describe();
            clip.toSeconds().ifPresent(to -> reader.endWanted = reader.demuxer.time(to));
            if (clip.fromSeconds() > 0) {
                reader.firstWanted = reader.demuxer.seek(clip.fromSeconds());
            }
            while (reader.decoder.frames() == 0 && !reader.ended) {
                reader.read();
            }
            reader.describe(); // the first frame may state more than the container does
            return reader;
        });
    }

    /**
     * Opens a file to examine it: frames are decoded and counted, and none comes out.
     *
     * @param checkpoint called before every packet, since hours may pass until something comes out; an exception thrown there
     *     ends the reading
     */
    static VideoReader openWithoutPictures(Path file, Clip clip, ReadOptions reading, Runnable checkpoint) {
        return open(new VideoReader(Demuxer.open(file, reading), clip, PixelConverter.toBgr(), true, checkpoint));
    }

    private void describe() {
        info = MediaInfo.of(demuxer, decoder, decoder.rotation(), clip);
    }

    /** The error if a frame is needed and none came. */
    MediaException noFrames() {
        if (clip.toSeconds().isPresent() && passed) {
            return demuxer.bad("no frames from " + clip.fromSeconds() + " to "
                    + clip.toSeconds().getAsDouble() + " s");
        }
        return demuxer.bad(
                clip.fromSeconds() > 0 ? "no frames at or after " + clip.fromSeconds() + " s" : "it has no frames");
    }

    Demuxer demuxer() {
        return demuxer;
    }

    /** The number of frames so far. */
    long frames() {
        return frames;
    }

    /** The timestamps of the frames. */
    FrameTimes times() {
        return times;
    }

    /** What is done to the pictures, and what is lost next to them. */
    public List<String> notes() {
        return decoder.notes();
    }

    /** How often a GIF begins again: 0 for without end, -1 for never. */
    int loops() {
        return demuxer.loops();
    }

    /** The damage so far, if that is allowed. */
    public Damage damage() {
        return decoder.damage();
    }

    /** Reports damage that another class found. It ends the reading unless damage is allowed. */
    void report(String finding) {
        decoder.report(1, finding);
    }

    public MediaInfo info() {
        return info;
    }

    /** Whether the pictures have transparency, known from the first frame on. */
    public boolean hasAlpha() {
        return decoder.hasAlpha();
    }

    /** The container, for the writer that copies its other streams. */
    AVFormatContext format() {
        return demuxer.format();
    }

    /** The index of the video stream. */
    int videoStream() {
        return stream.index();
    }

    /** The part of the file that is read. */
    Clip clip() {
        return clip;
    }

    ReadOptions reading() {
        return demuxer.reading();
    }

    /** The next frame, which the caller closes; empty at the end. Packets of other streams are skipped. */
    public Optional<VideoFrame> nextFrame() {
        while (!videoComplete() || ready.stream().anyMatch(VideoFrame.class::isInstance)) {
            Optional<MediaItem> item = next();
            if (item.isEmpty() || item.get() instanceof VideoFrame) {
                return item.map(VideoFrame.class::cast);
            }
            item.get().close();
        }
        return Optional.empty(); // without reading hours of the rest
    }

    /** The next frame or packet, which the caller closes; empty at the end. */
    Optional<MediaItem> next() {
        while (ready.isEmpty() && !ended) {
            read();
        }
        return Optional.ofNullable(ready.poll());
    }

    private void read() {
        checkpoint.run();
        int code = av_read_frame(demuxer.format(), packet);
        if (code == AVERROR_EOF()) {
            if (clip.equals(Clip.WHOLE)) {
                SourceEnd.finding(demuxer, packets).ifPresent(finding -> decoder.report(0, finding));
            }
            if (!videoComplete()) {
                decoder.send(null); // what it still holds
            }
            if (!start.late() && (frames > 0 || !start.mayHaveMissed(firstWanted)) || !goBack()) {
                end();
            }
            return;
        }
        demuxer.check(code, "reading after frame " + frames);
        try {
            clock.follow(packet).ifPresent(finding -> decoder.report(0, finding));
            if (packet.stream_index() == stream.index()) {
                packets++;
                start.read(packet);
                times.read(packet);
                if (!videoComplete()) {
                    decoder.send(packet);
                }
            } else if (packet.stream_index() < streams) { // a stream that appears mid-file is not in the output
                otherPacket();
            }
        } finally {
            av_packet_unref(packet);
        }
        if (start.late()) {
            goBack();
        }
        if (videoComplete() && (frames == 0 || others.complete())) {
            end();
        }
    }

    /** Starts one key frame earlier, because what was decoded starts after what is wanted. */
    private boolean goBack() {
        if (!start.goBack(demuxer)) {
            return false;
        }
        decoder.reset();
        passed = false;
        clock = new SourceClock(demuxer); // it goes back on purpose
        times.restart();
        while (!ready.isEmpty()) {
            ready.poll().close();
        }
        others.close();
        return true;
    }

    private void end() {
        ended = true;
        release();
        releaseOthers();
    }

    private void releaseOthers() {
        others.release(
                frames == 0 ? null : new ClipPackets.Span(times.first(), times.end(), videoComplete()),
                ended,
                ready::add);
    }

    /** Whether all wanted frames have come. */
    private boolean videoComplete() {
        return passed || clip.frames().isPresent() && frames >= clip.frames().getAsLong();
    }

    private void deliver(AVFrame decoded) {
        if (videoComplete() || start.late()) {
            return;
        }
        release();
        long pts = times.place(
                decoded,
                last -> decoder.report(
                        0, "timestamps go back after frame " + frames + ", at " + last + " s: it is a joined file"));
        if (!times.started() && start.isLate(decoder.interlaced() ? pts + 1 : pts, firstWanted)) {
            return;
        }
        if (pts >= endWanted) {
            passed = true;
            if (frames > 0) {
                releaseOthers();
            }
            return;
        }
        long duration = decoded.duration() > 0 ? decoded.duration() : nominalDuration();
        times.advance(pts, duration);
        if (pts < firstWanted) {
            return;
        }
        if (leftOut > 0) {
            leftOut--;
            return;
        }
        times.keep();
        frames++;
        if (scanning) {
            releaseOthers();
            return;
        }
        Frame image = converter.frame(decoded, decoder.height());
        image.timestamp = times.microseconds(pts);
        held = new VideoFrame(decoder.rotation().apply(image), pts, duration);
        if (videoComplete()) {
            release();
        }
        releaseOthers();
    }

    /** Delivers the newest frame, which lasts as long as packets without a picture follow it. */
    private void release() {
        times.lengthen();
        if (held != null) {
            ready.add(new VideoFrame(held.image(), held.pts(), times.end() - held.pts()));
            held = null;
        }
    }

    private long nominalDuration() {
        return info.frameRate().known()
                ? av_rescale_q(1, info.frameRate().inverse().toFfmpeg(), stream.time_base())
                : 1;
    }

    private void otherPacket() {
        if (videoComplete() && frames > 0) {
            others.readAfter(times.end(), packet);
        }
        StreamPacket other = new StreamPacket(av_packet_clone(packet));
        if (clip.equals(Clip.WHOLE) || FfmpegCalls.isCover(demuxer.format().streams(other.stream()))) {
            ready.add(other);
        } else {
            others.add(other);
        }
    }

    @Override
    public void close() {
        converter.close();
        if (held != null) {
            held.close();
            held = null;
        }
        while (!ready.isEmpty()) {
            ready.poll().close();
        }
        others.close();
        if (packet != null) {
            av_packet_free(packet);
            packet = null;
        }
        if (decoder != null) {
            decoder.close();
        }
        demuxer.close();
    }
}
