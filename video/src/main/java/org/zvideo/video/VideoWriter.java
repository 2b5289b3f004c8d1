package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_format;
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
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_PAL8;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacv.Frame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes frames at their exact times and copies the packets of the source's other streams beside them.
 *
 * <p>On FFmpeg's own API: JavaCV's recorder drops the return codes of flush, trailer and close, never looks at the
 * output's error flag (a full disk passes for success), and rounds timestamps to a frame grid.
 */
public final class VideoWriter implements FrameSink {
    /** 256 colours for each frame, so that no colour has to wait for the end of the video. */
    private static final String PALETTE =
            "split[a][b];[a]palettegen=stats_mode=single[p];[b][p]paletteuse=new=1:dither=sierra2_4a";
    private static final Logger LOG = LoggerFactory.getLogger(VideoWriter.class);

    private final String name;
    private final Path file;
    private final VideoReader source;
    private final Map<Integer, Long> packetsWritten = new HashMap<>();
    private final Map<Long, Long> durations = new HashMap<>();
    private final PixelConverter converter = PixelConverter.fromBgr();
    private AVFormatContext format;
    private AVCodecContext encoder;
    private AVStream video;
    private StreamCopies copies;
    private AVFrame picture;
    private AVPacket packet;
    private MediaGraph palette;
    private boolean finished;

    private VideoWriter(Path file, String name, VideoReader source) {
        this.file = file;
        this.name = name;
        this.source = source;
    }

    /**
     * Creates the file and writes its header.
     *
     * @param file      to be written, whatever its name
     * @param finalName the name that says which container
     * @param source    whose times, colours, metadata and other streams are kept
     * @param shape     of the frames that will come
     * @throws MediaException if the container does not take the codec or a stream, or the file cannot be created
     */
    static VideoWriter create(Path file, String finalName, VideoReader source, MediaInfo shape,
                              EncoderSettings settings) {
        VideoWriter writer = new VideoWriter(file, finalName, source);
        try {
            writer.open(shape, settings);
            return writer;
        } catch (RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    private void open(MediaInfo shape, EncoderSettings settings) {
        AVOutputFormat container = container(name);
        format = new AVFormatContext(null);
        FfmpegCalls.check(avformat_alloc_output_context2(format, container, (String) null, file.toString()),
                MediaException.Problem.CANNOT_CREATE, "output " + name);
        // No random numbers in a file that a resumed run makes again.
        format.flags(format.flags() | AVFormatContext.AVFMT_FLAG_BITEXACT);
        requireStorable(container, settings.codec());
        video = FfmpegCalls.notNull(avformat_new_stream(format, null), MediaException.Problem.IO,
                "output " + name + ": no memory for a stream");
        openEncoder(shape, settings);
        copies = new StreamCopies(source, format, name);
        copies.addAll();
        format.metadata(StreamCopies.metadata(source.format().metadata()));
        AVIOContext io = new AVIOContext(null);
        FfmpegCalls.check(avio_open(io, "file:" + file.toAbsolutePath(), AVIO_FLAG_WRITE),
                MediaException.Problem.CANNOT_CREATE, "output " + name);
        format.pb(io);
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "movflags", "+faststart+write_colr", 0);
        int code = avformat_write_header(format, options);
        av_dict_free(options);
        FfmpegCalls.check(code, MediaException.Problem.CANNOT_CREATE, "output " + name + ": writing the header");
        LOG.info("{}: {}x{}, {} at quality {}", name, encoder.width(), encoder.height(), settings.codec().encoder(),
                settings.quality());
        picture = av_frame_alloc();
        picture.format(encoder.pix_fmt() == AV_PIX_FMT_PAL8 ? AV_PIX_FMT_BGR24 : encoder.pix_fmt());
        picture.width(encoder.width());
        picture.height(encoder.height());
        FfmpegCalls.check(av_frame_get_buffer(picture, 0), MediaException.Problem.IO, "output " + name);
        packet = av_packet_alloc();
    }

    /** The container that a file name asks for. */
    static AVOutputFormat container(String name) {
        return FfmpegCalls.notNull(av_guess_format(null, name, null), MediaException.Problem.USAGE,
                "output " + name + ": unknown kind of file; name it .mp4, .mov, .mkv, .webm, .gif or .y4m");
    }

    private void requireStorable(AVOutputFormat container, VideoCodec codec) {
        AVCodec found = FfmpegCalls.notNull(avcodec_find_encoder_by_name(codec.encoder()), MediaException.Problem.USAGE,
                "output " + name + ": this FFmpeg has no encoder " + codec.encoder());
        if (avformat_query_codec(container, found.id(), 0) == 0) {
            throw new MediaException(MediaException.Problem.USAGE, "output " + name + ": this container cannot hold "
                    + codec.name().toLowerCase(java.util.Locale.ROOT) + "; use .mkv, or another --codec");
        }
    }

    private void openEncoder(MediaInfo info, EncoderSettings settings) {
        VideoCodec codec = settings.codec();
        AVCodec found = avcodec_find_encoder_by_name(codec.encoder());
        encoder = avcodec_alloc_context3(found);
        int even = codec.evenSides() ? 1 : 0;
        encoder.width(info.width() + (info.width() & even));
        encoder.height(info.height() + (info.height() & even));
        encoder.pix_fmt(codec.pixelFormat());
        encoder.time_base(info.timeBase().toFfmpeg());
        if (info.frameRate().known()) {
            encoder.framerate(info.frameRate().toFfmpeg());
            video.avg_frame_rate(info.frameRate().toFfmpeg());
        }
        encoder.sample_aspect_ratio(info.sampleAspect().known() ? info.sampleAspect().toFfmpeg()
                : new Rational(1, 1).toFfmpeg());
        video.sample_aspect_ratio(encoder.sample_aspect_ratio());
        tagColors(codec, info.colors());
        if ((format.oformat().flags() & AVFMT_GLOBALHEADER) != 0) {
            encoder.flags(encoder.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        }
        AVDictionary options = new AVDictionary(null);
        codec.options(settings.quality()).forEach((key, value) -> av_dict_set(options, key, value, 0));
        int code = avcodec_open2(encoder, found, options);
        av_dict_free(options);
        FfmpegCalls.check(code, MediaException.Problem.USAGE, "output " + name + ": " + codec.encoder()
                + " does not take " + encoder.width() + "x" + encoder.height() + "; try another --codec");
        FfmpegCalls.check(avcodec_parameters_from_context(video.codecpar(), encoder), MediaException.Problem.IO,
                "output " + name);
        video.time_base(encoder.time_base());
        AVDictionary metadata = StreamCopies.metadata(source.format().streams(source.videoStream()).metadata());
        av_dict_set(metadata, "encoder", (String) null, 0); // it names the source's encoder
        video.metadata(metadata);
    }

    private void tagColors(VideoCodec codec, ColorTags colors) {
        boolean rgb = codec == VideoCodec.FFV1 || codec == VideoCodec.GIF;
        encoder.colorspace(rgb ? AVCOL_SPC_RGB : colors.matrix());
        encoder.color_primaries(colors.primaries());
        encoder.color_trc(colors.transfer());
        encoder.color_range(rgb ? AVCOL_RANGE_JPEG : colors.range());
    }

    /** Streams of the source that are not in the output. */
    @Override
    public List<String> dropped() {
        return copies.dropped();
    }

    @Override
    public List<String> changed() {
        return copies.changed();
    }

    /** Packets written per stream of pictures, sound and subtitles, for the check afterwards. */
    private List<Long> packetsWritten() {
        return IntStream.range(0, format.nb_streams()).filter(n -> OutputCheck.counts(format.streams(n)))
                .mapToObj(n -> packetsWritten.getOrDefault(n, 0L)).toList();
    }

    /** Encodes a frame at its time. */
    @Override
    public void write(Frame image, long pts, long duration) {
        FfmpegCalls.check(av_frame_make_writable(picture), MediaException.Problem.IO, "output " + name);
        try (Frame padded = EdgePadding.to(image, picture.width(), picture.height())) {
            converter.convert(picture, source.info().colors(), padded == null ? image : padded);
        }
        picture.pts(pts - source.shift());
        picture.duration(duration);
        durations.put(picture.pts(), duration);
        if (encoder.pix_fmt() == AV_PIX_FMT_PAL8) {
            palette = palette == null ? MediaGraph.ofPictures("output " + name, picture, encoder.time_base(), PALETTE)
                    : palette;
            palette.push(picture, this::encode);
        } else {
            encode(picture);
        }
    }

    private void encode(AVFrame frame) {
        FfmpegCalls.check(avcodec_send_frame(encoder, frame), MediaException.Problem.IO, "output " + name + ": encoding");
        while (true) {
            int code = avcodec_receive_packet(encoder, packet);
            if (code == AVERROR_EAGAIN() || code == AVERROR_EOF()) {
                return;
            }
            FfmpegCalls.check(code, MediaException.Problem.IO, "output " + name + ": encoding");
            Long duration = durations.remove(packet.pts());
            packet.duration(duration == null ? packet.duration() : duration);
            packet.stream_index(video.index());
            av_packet_rescale_ts(packet, encoder.time_base(), video.time_base());
            mux(packet);
        }
    }

    /** Copies a packet of another stream; one of a stream that is left out is ignored. */
    @Override
    public void write(StreamPacket other) {
        copies.take(other, this::mux);
    }

    private void mux(AVPacket data) {
        packetsWritten.merge(data.stream_index(), 1L, Long::sum);
        int code = av_interleaved_write_frame(format, data);
        av_packet_unref(packet);
        FfmpegCalls.check(code, MediaException.Problem.IO, "output " + name + ": writing");
        checkIo();
    }

    /** The muxers do not report what their output stream met. */
    private void checkIo() {
        FfmpegCalls.check(format.pb().error(), MediaException.Problem.IO, "output " + name + ": writing");
    }

    @Override
    public void finish() {
        if (palette != null) {
            palette.push(null, this::encode);
        }
        encode(null);
        copies.finish(this::mux);
        FfmpegCalls.check(av_write_trailer(format), MediaException.Problem.IO, "output " + name + ": finishing");
        avio_flush(format.pb());
        checkIo();
        finished = true;
        FfmpegCalls.check(closeIo(), MediaException.Problem.IO, "output " + name + ": closing");
        OutputCheck.verify(file, name, packetsWritten());
    }

    private int closeIo() {
        AVIOContext io = format.pb();
        format.pb(null);
        return io == null || io.isNull() ? 0 : avio_closep(io);
    }

    /** Frees everything; an unfinished file is left for the caller to delete. */
    @Override
    public void close() {
        converter.close();
        if (copies != null) {
            copies.close();
        }
        if (palette != null) {
            palette.close();
            palette = null;
        }
        if (picture != null) {
            av_frame_free(picture);
            av_packet_free(packet);
            picture = null;
        }
        if (encoder != null) {
            avcodec_free_context(encoder);
            encoder = null;
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
