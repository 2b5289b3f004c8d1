package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_ERROR_MAX_STRING_SIZE;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_describe;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.javacpp.BytePointer;

/** Every FFmpeg return code is looked at: negative is an error. */
final class FfmpegCalls {
    private FfmpegCalls() {
    }

    /** Returns the code, or throws with FFmpeg's own words after {@code what}. */
    static int check(int code, MediaException.Problem problem, String what) {
        if (code < 0) {
            throw new MediaException(problem, what + ": " + words(code));
        }
        return code;
    }

    static <P> P notNull(P pointer, MediaException.Problem problem, String what) {
        if (pointer == null) {
            throw new MediaException(problem, what);
        }
        return pointer;
    }

    /** FFmpeg's words for an error code. */
    static String words(int code) {
        try (BytePointer buffer = new BytePointer(AV_ERROR_MAX_STRING_SIZE)) {
            av_strerror(code, buffer, AV_ERROR_MAX_STRING_SIZE);
            return text(buffer);
        }
    }

    /** FFmpeg's name of a layout of channels, like {@code 5.1(side)}. */
    static String layout(AVChannelLayout layout) {
        try (BytePointer buffer = new BytePointer(AV_ERROR_MAX_STRING_SIZE)) {
            av_channel_layout_describe(layout, buffer, AV_ERROR_MAX_STRING_SIZE);
            return text(buffer);
        }
    }

    /** JavaCPP reads all of a buffer that has a size, beyond the end of the text. */
    private static String text(BytePointer buffer) {
        String all = buffer.getString();
        return all.substring(0, all.indexOf('\0'));
    }
}
