package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
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
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.PointerPointer;

/** An opened container and its main video stream: local files of accepted formats only. */
final class Demuxer implements AutoCloseable {
    /** No playlists, no images, no devices: formats that hold a video in one file. */
    private static final String FORMATS = "mov,matroska,webm,avi,mpegts,mpeg,mpegvideo,h264,hevc,av1,ivf,ogg,flv,asf,"
            + "mxf,gif,yuv4mpegpipe,nut,m4v,obu,vc1,rawvideo,apng,swf,dv,wtv,rm";

    private final String name;
    private AVFormatContext format;
    private AVStream video;

    private Demuxer(String name) {
        this.name = name;
    }

    /**
     * Opens a file.
     *
     * @throws MediaException if it is missing, no video, or of a kind that is not accepted
     */
    static Demuxer open(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new MediaException(MediaException.Problem.MISSING_INPUT, "video " + file + ": "
                    + (!Files.exists(file) ? "no such file" : Files.isDirectory(file) ? "is a folder"
                    : "not a readable file"));
        }
        Demuxer demuxer = new Demuxer(file.toString());
        try {
            if (Files.size(file) == 0) {
                throw demuxer.bad("the file is empty");
            }
            demuxer.openContainer(file);
            return demuxer;
        } catch (IOException e) {
            throw new MediaException(MediaException.Problem.MISSING_INPUT, "video " + file + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            demuxer.close();
            throw e;
        }
    }

    private void openContainer(Path file) {
        av_log_set_level(AV_LOG_QUIET); // what FFmpeg has to say comes back as return codes
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "protocol_whitelist", "file", 0);
        av_dict_set(options, "format_whitelist", FORMATS, 0);
        format = new AVFormatContext(null);
        int code = avformat_open_input(format, "file:" + file.toAbsolutePath(), null, options);
        av_dict_free(options);
        if (code < 0) {
            format = null;
            throw bad("not a video that can be read (" + FfmpegCalls.words(code)
                    + "); an unfinished recording or another kind of file");
        }
        check(avformat_find_stream_info(format, (PointerPointer<?>) null), "its streams cannot be read");
        int index = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
        if (index < 0 || (format.streams(index).disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0) {
            throw bad("no video stream in it; give a file with moving pictures");
        }
        video = format.streams(index);
    }

    /** Goes to the last key frame before a time; returns that time in units of the video's time base. */
    long seek(double seconds) {
        long start = video.start_time() == AV_NOPTS_VALUE ? 0 : video.start_time();
        long target = start + av_rescale_q(Math.round(seconds * 1e6), new Rational(1, 1_000_000).toFfmpeg(),
                video.time_base());
        check(av_seek_frame(format, video.index(), target, AVSEEK_FLAG_BACKWARD), "seeking to " + seconds + " s");
        return target;
    }

    /** An error about this file. */
    MediaException bad(String why) {
        return new MediaException(MediaException.Problem.BAD_INPUT, "video " + name + ": " + why);
    }

    /** Returns the code, or says what failed in this file. */
    int check(int code, String what) {
        return FfmpegCalls.check(code, MediaException.Problem.BAD_INPUT, "video " + name + ": " + what);
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
