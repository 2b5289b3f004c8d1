package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_NOTIMESTAMPS;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entry;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_ENOMEM;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIndexEntry;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.zvideo.core.error.Closing;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.container.GifLoop;
import org.zvideo.video.container.Wholeness;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.picture.OtherPictures;
import org.zvideo.video.picture.PictureSequence;
import org.zvideo.video.picture.StillImage;

/** An open container and its main video stream. Accepts only local files of known formats. */
final class Demuxer implements AutoCloseable {
    /** The accepted formats hold a video in one file: no playlists, images or devices. */
    static final String FORMATS = "mov,matroska,webm,avi,mpegts,mpeg,mpegvideo,h264,hevc,av1,ivf,ogg,flv,asf,"
            + "mxf,gif,yuv4mpegpipe,nut,m4v,obu,vc1,apng,dv";

    private static final String INDEXED = "(mov|matroska|avi)\\b.*";
    private static final int MAX_STREAMS = 100;
    /** Ticks per second. */
    private static final double FINEST = 1e9;
    /** This many packets distinguish a video from a still picture. */
    private static final int COUNTED = 2000;

    private final Path file;
    private final ReadOptions reading;
    private AVFormatContext format;
    private MainVideo film;
    private AVStream video;
    private Protection protection = Protection.NONE;
    private PictureSequence pictures;
    private long firstPicture;

    private Demuxer(Path file, ReadOptions reading) {
        this.file = file;
        this.reading = reading;
    }

    /**
     * Opens a file.
     *
     * @throws MediaException if it is missing, is not a video, or is of a kind that is not accepted
     */
    static Demuxer open(Path file, ReadOptions reading) {
        Optional<PictureSequence> sequence = PictureSequence.of(file);
        if (sequence.isPresent()) {
            return open(sequence.get(), file, reading);
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new MediaException(
                    ErrorKind.MISSING_INPUT,
                    "video " + file + ": "
                            + (!Files.exists(file)
                                    ? PictureSequence.noSuch(file)
                                    : Files.isDirectory(file) ? "is a folder" : "not a readable file"));
        }
        Demuxer demuxer = new Demuxer(file, reading);
        try {
            return Closing.onFailure(demuxer, () -> {
                if (Files.size(file) == 0) {
                    throw demuxer.bad("the file is empty");
                }
                Optional<String> refusal = UnsupportedFiles.refusal(file);
                if (refusal.isPresent()) {
                    throw demuxer.bad(refusal.get());
                }
                demuxer.openContainer(file);
                return demuxer;
            });
        } catch (IOException e) {
            throw new MediaException(ErrorKind.MISSING_INPUT, "video " + file + ": " + FileReason.of(e), e);
        }
    }

    private static Demuxer open(PictureSequence sequence, Path file, ReadOptions reading) {
        Demuxer demuxer = new Demuxer(file, reading);
        long first = sequence.first()
                .orElseThrow(() -> new MediaException(ErrorKind.MISSING_INPUT, "pictures " + file + ": no such files"));
        demuxer.requirePicture(sequence.folder().resolve(sequence.name(first)));
        sequence.gap().ifPresent(missing -> {
            throw demuxer.bad(sequence.name(missing) + " is missing among them");
        });
        sequence.noFile().ifPresent(one -> {
            throw demuxer.bad(one.getFileName() + " among them is a folder, a pipe or a device");
        });
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "start_number", Long.toString(first), 0);
        av_dict_set(options, "framerate", reading.pictureRate().toString(), 0);
        // The pattern is FFmpeg's own; only the file names come from the user.
        String pattern = (sequence.folder() + "/" + sequence.prefix()).replace("%", "%%") + "%"
                + (sequence.digits() == 0 ? "" : "0" + sequence.digits()) + "d" + sequence.suffix();
        return Closing.onFailure(demuxer, () -> {
            demuxer.open(pattern, av_find_input_format("image2"), options);
            demuxer.readAsPictures(sequence, first);
            return demuxer;
        });
    }

    private void requirePicture(Path first) {
        if (StillImage.isPicture(first)) {
            return;
        }
        try {
            throw bad("its first file, " + first.getFileName() + ": "
                    + OtherPictures.refusal(first).orElse("not a supported picture"));
        } catch (IOException e) {
            throw new MediaException(ErrorKind.MISSING_INPUT, "video " + first + ": " + FileReason.of(e), e);
        }
    }

    /**
     * Has numbered pictures read as pictures are, and not by FFmpeg, which knows some of their kinds not, and turns none.
     * Only colors of video are left to it.
     */
    private void readAsPictures(PictureSequence sequence, long first) {
        if (StillImage.hasVideoColors(sequence.folder().resolve(sequence.name(first)))) {
            return;
        }
        pictures = sequence;
        firstPicture = first;
        AVCodecParameters parameters = video.codecpar();
        RgbImage shown = firstReadable();
        parameters.width(shown.width()).height(shown.height());
        requirePixels(parameters);
    }

    private RgbImage firstReadable() {
        MediaException first = null;
        boolean damage = true;
        for (Path one : pictures.all()) {
            try {
                return NumberedPicture.read(one).image();
            } catch (MediaException e) {
                first = first == null ? e : first;
                damage = NumberedPicture.isDamage(e, one);
                if (!damage || !reading.allowDamaged()) {
                    break;
                }
            }
        }
        throw new MediaException(
                first.kind(),
                "video " + file + ": " + first.finding(),
                damage ? Remedy.of(Remedy.Id.ALLOW_DAMAGED) : null,
                first);
    }

    /** Whether the video consists of picture files that are read one by one. */
    boolean isOfPictures() {
        return pictures != null;
    }

    /** The file of picture n, counted from 0. */
    Path picture(long n) {
        return pictures.folder().resolve(pictures.name(firstPicture + n));
    }

    /** How often a GIF begins again; 0, without end, for anything else. */
    int loops() {
        if (!"gif".equals(format.iformat().name().getString())) {
            return 0;
        }
        try {
            return GifLoop.of(file);
        } catch (IOException e) {
            throw new MediaException(ErrorKind.IO, "video " + file + ": " + FileReason.of(e), e);
        }
    }

    private void openContainer(Path file) throws IOException {
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "format_whitelist", FORMATS, 0);
        int code = openInput(FfmpegCalls.url(file), null, options);
        if (code == AVERROR_ENOMEM()) { // FFmpeg's name for it
            throw tooManyStreams();
        }
        if (code < 0) {
            throw bad(UnsupportedFiles.guess(file) + " (" + FfmpegCalls.words(code) + ")");
        }
        protection = Protection.of(format, file);
        prepare();
    }

    private void open(String pattern, AVInputFormat kind, AVDictionary options) {
        check(openInput(FfmpegCalls.text(pattern), kind, options), "cannot be opened as pictures");
        prepare();
    }

    private int openInput(BytePointer url, AVInputFormat kind, AVDictionary options) {
        av_log_set_level(AV_LOG_QUIET); // FFmpeg's errors come back as return codes
        av_dict_set(options, "protocol_whitelist", "file", 0);
        av_dict_set(options, "codec_whitelist", reading.decoders(kind != null), 0);
        av_dict_set(options, "max_streams", Integer.toString(MAX_STREAMS + 1), 0);
        format = new AVFormatContext(null);
        int code = avformat_open_input(format, url, kind, options);
        av_dict_free(options);
        if (code < 0) {
            format = null;
        }
        return code;
    }

    private MediaException tooManyStreams() {
        return bad("it has more than " + MAX_STREAMS + " streams; make a file with those that are wanted");
    }

    private void prepare() {
        if (format.nb_streams() > MAX_STREAMS) {
            throw tooManyStreams();
        }
        for (int n = 0; n < format.nb_streams(); n++) {
            requirePixels(format.streams(n).codecpar()); // before any decoder sees them
        }
        findStreams();
        film = MainVideo.of(format, this::packetCounts)
                .orElseThrow(() -> bad("no video stream in it; give a file with moving pictures"));
        video = format.streams(film.index());
        requirePixels(video.codecpar());
        requireTicks(video.time_base());
    }

    /** Some containers leave sizes to the decoder, which is bounded at that point. */
    private void findStreams() {
        int streams = format.nb_streams(); // as many as FFmpeg will look for options of
        try (PointerPointer<AVDictionary> perStream = new PointerPointer<>(Math.max(1, streams))) {
            for (int n = 0; n < streams; n++) {
                AVDictionary bounded = new AVDictionary(null);
                av_dict_set(bounded, "max_pixels", Long.toString(reading.maxPixels()), 0);
                perStream.put(n, bounded);
            }
            check(avformat_find_stream_info(format, streams == 0 ? null : perStream), "its streams cannot be read");
            for (int n = 0; n < streams; n++) {
                AVDictionary left = perStream.get(AVDictionary.class, n); // what no decoder accepted
                if (left != null) {
                    av_dict_free(left);
                }
            }
        }
    }

    /** A header that counts time in less than nanoseconds is damaged; no encoder accepts it. */
    private void requireTicks(AVRational base) {
        if (base.den() / (double) base.num() > FINEST) {
            throw bad("it counts time in " + base.num() + "/" + base.den() + " s: its header is damaged");
        }
    }

    private void requirePixels(AVCodecParameters parameters) {
        if (parameters.codec_type() == AVMEDIA_TYPE_VIDEO
                && (long) parameters.width() * parameters.height() > reading.maxPixels()) {
            throw bad(
                    parameters.width() + "x" + parameters.height() + " exceeds " + reading.maxPixels() + " pixels",
                    Remedy.of(Remedy.Id.RAISE_MAX_PIXELS));
        }
    }

    /** Counts the packets of each stream near the start, reading from a context of its own. */
    private Map<Integer, Long> packetCounts() {
        Map<Integer, Long> counts = new HashMap<>();
        AVPacket packet = av_packet_alloc();
        try (Demuxer again = new Demuxer(file, reading)) {
            AVDictionary options = new AVDictionary(null);
            av_dict_set(options, "format_whitelist", FORMATS, 0);
            check(again.openInput(FfmpegCalls.url(file), null, options), "reading it again");
            for (int n = 0; n < COUNTED && av_read_frame(again.format, packet) >= 0; n++) {
                counts.merge(packet.stream_index(), 1L, Long::sum);
                av_packet_unref(packet);
            }
            return counts;
        } finally {
            av_packet_free(packet);
        }
    }

    /** Notes on the choice of the video stream, and on timestamps that the file does not state. */
    List<String> notes() {
        Optional<String> times = (format.iformat().flags() & AVFMT_NOTIMESTAMPS) == 0
                ? Optional.empty()
                : Optional.of("it has no timestamps: its frames get those of "
                        + Rational.of(av_guess_frame_rate(format, video, null)) + " frames/s");
        return Stream.of(film.note(), times).flatMap(Optional::stream).toList();
    }

    /** Whether a stream is encrypted, as far as the file says so before its packets. */
    boolean encrypts(AVStream stream) {
        return protection.covers(stream);
    }

    /** Whether a decoder may be opened for this source. */
    boolean allows(String decoder) {
        return format.iformat().name().getString().equals("image2")
                ? reading.allowsForPictures(decoder)
                : reading.allows(decoder);
    }

    ReadOptions reading() {
        return reading;
    }

    /**
     * Whatever contradicts what the container states about itself. Numbered pictures are separate files, each with its
     * own.
     */
    Optional<String> incomplete() {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Wholeness.finding(file, format.iformat().name().getString());
        } catch (IOException e) {
            throw new MediaException(ErrorKind.IO, "video " + file + ": " + FileReason.of(e), e);
        }
    }

    /**
     * Seeks to the last key frame before a time if the container has an index. Without one FFmpeg guesses, and
     * everything before the time has to be read.
     *
     * @return the time in units of the video's time base
     */
    long seek(double seconds) {
        long target = time(seconds);
        seekBefore(target);
        return target;
    }

    /** A time from the start of the video, in units of its time base. */
    long time(double seconds) {
        long start = video.start_time() == AV_NOPTS_VALUE ? 0 : video.start_time();
        return start
                + av_rescale_q(Math.round(seconds * 1e6), new Rational(1, 1_000_000).toFfmpeg(), video.time_base());
    }

    /**
     * Seeks to the last key frame at or before a time, or to the first one.
     *
     * @param time in units of the video's time base
     * @return whether the container can do that
     */
    boolean seekBefore(long time) {
        AVIndexEntry first = avformat_index_get_entry(video, 0);
        if (!format.iformat().name().getString().matches(INDEXED) || first == null || first.isNull()) {
            return false;
        }
        long begin = first.timestamp();
        return av_seek_frame(format, video.index(), time, AVSEEK_FLAG_BACKWARD) >= 0
                || check(av_seek_frame(format, video.index(), begin, AVSEEK_FLAG_BACKWARD), "seeking to its beginning")
                        >= 0;
    }

    /** An error about this file. */
    MediaException bad(String why) {
        return new MediaException(ErrorKind.BAD_INPUT, "video " + file + ": " + why);
    }

    MediaException bad(String why, Remedy remedy) {
        return new MediaException(ErrorKind.BAD_INPUT, "video " + file + ": " + why, remedy);
    }

    /** Returns the code, or throws an error that says what failed in this file. */
    int check(int code, String what) {
        return FfmpegCalls.check(code, ErrorKind.BAD_INPUT, "video " + file + ": " + what);
    }

    @Override
    public String toString() {
        return file.toString();
    }

    AVFormatContext format() {
        return format;
    }

    AVStream video() {
        return video;
    }

    /** The time base of any stream. */
    Rational timeBase(int stream) {
        return Rational.of(format.streams(stream).time_base());
    }

    @Override
    public void close() {
        if (format != null) {
            avformat_close_input(format);
            format = null;
        }
    }
}
