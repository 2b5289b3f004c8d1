package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_query_codec;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_flush;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacv.Frame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zvideo.core.error.Closing;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.video.error.MediaException;

/**
 * Writes a file: encoded frames, and with them the packets of the source's other streams.
 *
 * <p>This uses FFmpeg's own API because JavaCV's recorder ignores the return codes of flush, trailer and close, and
 * never checks the output's error flag, so that a full disk passes for success.
 */
final class VideoWriter implements FrameSink {
    private static final Logger LOG = LoggerFactory.getLogger(VideoWriter.class);

    private final String name;
    private final Path file;
    private final VideoReader source;
    private final List<StreamSpan> spans;
    private final Map<Integer, Written> written = new TreeMap<>();
    private final List<String> lost = new ArrayList<>();
    private AVFormatContext format;
    private VideoEncoder encoder;
    private AVStream video;
    private StreamCopies copies;
    private Tags tags;
    private long lastDts = AV_NOPTS_VALUE;
    private boolean finished;

    private VideoWriter(Path file, String name, VideoReader source, List<StreamSpan> spans) {
        this.file = file;
        this.name = name;
        this.source = source;
        this.spans = spans;
    }

    /**
     * Creates the file and writes its header.
     *
     * @param file to be written, whatever its name is
     * @param finalName the name that determines the container
     * @param source its timestamps, colors, metadata and other streams are kept
     * @param spans what the source has of each of its streams
     * @param shape of the frames that will come
     * @param picturesOnly whether the source's metadata and other streams are left out instead
     * @throws MediaException if the container does not accept the codec, or the file cannot be created
     */
    static VideoWriter create(
            Path file,
            String finalName,
            VideoReader source,
            List<StreamSpan> spans,
            MediaInfo shape,
            EncoderSettings settings,
            boolean picturesOnly) {
        VideoWriter writer = new VideoWriter(file, finalName, source, spans);
        return Closing.onFailure(writer, () -> {
            writer.open(shape, settings, picturesOnly);
            return writer;
        });
    }

    private void open(MediaInfo shape, EncoderSettings settings, boolean picturesOnly) {
        AVOutputFormat container = OutputContainer.of(name);
        format = new AVFormatContext(null);
        FfmpegCalls.check(
                // By this name the muxer opens the file once more at its end; without the protocol, a:b.mp4 would name
                // one.
                avformat_alloc_output_context2(format, container, (BytePointer) null, FfmpegCalls.url(file)),
                ErrorKind.CANNOT_CREATE,
                "output " + name);
        // No random numbers in a file that a resumed run has to reproduce.
        format.flags(format.flags() | AVFormatContext.AVFMT_FLAG_BITEXACT);
        requireStorable(container, settings.codec());
        video = FfmpegCalls.notNull(
                avformat_new_stream(format, null), ErrorKind.IO, "output " + name + ": no memory for a stream");
        encoder = VideoEncoder.open(
                "output " + name,
                shape,
                source.info().colors(),
                settings,
                (container.flags() & AVFMT_GLOBALHEADER) != 0);
        encoder.describe(video);
        copies = new StreamCopies(source, spans, format, name);
        if (!picturesOnly) {
            addRest();
        }
        tags = Tags.of(format);
        AVIOContext io = new AVIOContext(null);
        FfmpegCalls.check(
                avio_open(io, FfmpegCalls.url(file), AVIO_FLAG_WRITE), ErrorKind.CANNOT_CREATE, "output " + name);
        format.pb(io);
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "movflags", "+faststart+write_colr", 0);
        if (FfmpegCalls.named(container, "gif")) {
            av_dict_set(options, "loop", Integer.toString(source.loops()), 0);
        }
        copies.movieTimescale().ifPresent(scale -> av_dict_set(options, "movie_timescale", Long.toString(scale), 0));
        int code = avformat_write_header(format, options);
        av_dict_free(options);
        FfmpegCalls.check(code, ErrorKind.CANNOT_CREATE, "output " + name + ": writing the header");
        LOG.info(
                "{}: {}x{}, {} at quality {}",
                name,
                encoder.width(),
                encoder.height(),
                settings.codec().encoder(),
                settings.quality());
    }

    /** What the source has besides its pictures. */
    private void addRest() {
        AVDictionary metadata =
                FfmpegCalls.copied(source.format().streams(source.videoStream()).metadata());
        av_dict_set(metadata, "encoder", (String) null, 0); // it names the source's encoder
        AVDictionary ofFile = FfmpegCalls.copied(source.format().metadata());
        long skipped = skippedFrames();
        TimeCode.move(metadata, source.info().frameRate(), skipped);
        TimeCode.move(ofFile, source.info().frameRate(), skipped);
        video.metadata(metadata);
        copies.addAll();
        addChapters();
        format.metadata(ofFile);
    }

    /** How many frames of the film come before the first of the part. */
    private long skippedFrames() {
        AVStream pictures = source.format().streams(source.videoStream());
        if (source.clip().fromSeconds() == 0 || pictures.start_time() == AV_NOPTS_VALUE) {
            return 0;
        }
        long first = spans.get(source.videoStream()).begin();
        return Math.round((first - pictures.start_time())
                * source.info().timeBase().value()
                * source.info().frameRate().value());
    }

    private void addChapters() {
        if (source.clip().equals(Clip.WHOLE)) {
            ChapterCopies.copy(source.format(), copies.shift(), format);
        } else if (source.format().nb_chapters() > 0) {
            lost.add(source.format().nb_chapters() + " chapters, as only a part is taken: they");
        }
    }

    private void requireStorable(AVOutputFormat container, VideoCodec codec) {
        AVCodec found = EncoderConfiguration.find(codec, "output " + name);
        boolean refusedLater =
                FfmpegCalls.named(container, "mov") && (codec == VideoCodec.VP9 || codec == VideoCodec.AV1);
        if (refusedLater || avformat_query_codec(container, found.id(), 0) == 0) {
            throw new MediaException(
                    ErrorKind.USAGE,
                    "output " + name + ": this container cannot hold "
                            + codec.name().toLowerCase(Locale.ROOT),
                    Remedy.of(Remedy.Id.OTHER_CONTAINER));
        }
    }

    /** Streams of the source that are missing from the output. */
    @Override
    public List<String> dropped() {
        return Stream.concat(copies.dropped().stream(), lost.stream()).toList();
    }

    @Override
    public List<String> changed() {
        return Stream.concat(copies.changed().stream(), encoder.changed().stream())
                .toList();
    }

    /** Encodes a frame at its time. */
    @Override
    public void write(Frame image, long pts, long duration) {
        long shift = copies.shift().in(source.info().timeBase().toFfmpeg());
        encoder.push(image, pts - shift, duration, this::muxVideo);
    }

    private void muxVideo(AVPacket packet) {
        packet.stream_index(video.index());
        av_packet_rescale_ts(packet, encoder.timeBase(), video.time_base());
        if (lastDts != AV_NOPTS_VALUE
                && packet.dts() <= lastDts) { // the container's timestamps are coarser: GIF has 1/100 s
            packet.dts(lastDts + 1);
            packet.pts(Math.max(packet.pts(), packet.dts()));
        }
        lastDts = packet.dts();
        mux(packet);
    }

    /** Copies a packet of another stream. Packets of dropped streams are ignored. */
    @Override
    public void write(StreamPacket other) {
        copies.take(other, this::mux);
    }

    private void mux(AVPacket data) {
        written.computeIfAbsent(data.stream_index(), n -> new Written(format.streams(n)))
                .add(data);
        int code = av_interleaved_write_frame(format, data);
        av_packet_unref(data);
        FfmpegCalls.check(code, ErrorKind.IO, "output " + name + ": writing");
        checkIo();
    }

    /** Checks the output, because muxers do not report its errors. */
    private void checkIo() {
        FfmpegCalls.check(format.pb().error(), ErrorKind.IO, "output " + name + ": writing");
    }

    @Override
    public void finish() {
        encoder.finish(this::muxVideo);
        copies.finish(this::mux);
        FfmpegCalls.check(av_write_trailer(format), ErrorKind.IO, "output " + name + ": finishing");
        avio_flush(format.pb());
        checkIo();
        finished = true;
        FfmpegCalls.check(closeIo(), ErrorKind.IO, "output " + name + ": closing");
        lost.addAll(OutputCheck.verify(file, name, OutputContainer.of(name), List.copyOf(written.values()), tags));
    }

    private int closeIo() {
        AVIOContext io = format.pb();
        format.pb(null);
        return io == null || io.isNull() ? 0 : avio_closep(io);
    }

    /** Frees everything. An unfinished file is left for the caller to delete. */
    @Override
    public void close() {
        if (copies != null) {
            copies.close();
        }
        if (encoder != null) {
            encoder.close();
        }
        if (format != null) {
            if (!finished) {
                closeIo();
            }
            avformat_free_context(format);
            format = null;
        }
    }
}
