package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_ERROR_MAX_STRING_SIZE;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

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
            String words = buffer.getString(); // all of the buffer
            return words.substring(0, words.indexOf('\0'));
        }
    }
}
