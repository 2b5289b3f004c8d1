package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avformat.av_guess_format;

import java.util.Locale;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;

/** The containers that can be written, by the extensions of file names. */
final class OutputContainer {
    private OutputContainer() {}

    /** Whether files with this name or extension can be written. */
    static boolean known(String name) {
        return name.toLowerCase(Locale.ROOT).matches("(?s).*\\.(mp4|m4v|mov|mkv|webm|gif|y4m)");
    }

    /** The container that a file name asks for. */
    static AVOutputFormat of(String name) {
        if (!known(name)) {
            throw new MediaException(
                    ErrorKind.USAGE,
                    "output " + name + ": unknown kind of file; name it .mp4, .mov, .mkv, .webm, .gif or .y4m");
        }
        return FfmpegCalls.notNull(
                av_guess_format(null, name, null),
                ErrorKind.USAGE,
                "output " + name + ": unknown kind of file; name it .mp4, .mov, .mkv, .webm, .gif or .y4m");
    }
}
