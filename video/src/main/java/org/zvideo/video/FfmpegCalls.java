package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avutil.AV_ERROR_MAX_STRING_SIZE;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_describe;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;

/** Checks FFmpeg's return codes, of which a negative one is an error. Every code is checked. */
final class FfmpegCalls {
    private FfmpegCalls() {}

    /** Returns the code, or throws an error with FFmpeg's own words after {@code what}. */
    static int check(int code, ErrorKind problem, String what) {
        if (code < 0) {
            throw new MediaException(problem, what + ": " + words(code));
        }
        return code;
    }

    static <P> P notNull(P pointer, ErrorKind problem, String what) {
        if (pointer == null) {
            throw new MediaException(problem, what);
        }
        return pointer;
    }

    /**
     * The address of a file, so that no name is taken for that of a protocol. FFmpeg wants UTF-8 on Windows, and elsewhere gives the
     * bytes to the system as they are; Java's default charset may be any other.
     */
    static BytePointer url(Path file) {
        return text("file:" + file.toAbsolutePath());
    }

    /** A text in UTF-8. */
    static BytePointer text(String text) {
        return new BytePointer(text, StandardCharsets.UTF_8);
    }

    /** FFmpeg's words for an error code. */
    static String words(int code) {
        try (BytePointer buffer = new BytePointer(AV_ERROR_MAX_STRING_SIZE)) {
            av_strerror(code, buffer, AV_ERROR_MAX_STRING_SIZE);
            return text(buffer);
        }
    }

    /** FFmpeg's name of a channel layout, like {@code 5.1(side)}. */
    static String layout(AVChannelLayout layout) {
        try (BytePointer buffer = new BytePointer(AV_ERROR_MAX_STRING_SIZE)) {
            av_channel_layout_describe(layout, buffer, AV_ERROR_MAX_STRING_SIZE);
            return text(buffer);
        }
    }

    /** Returns the text in a buffer, because JavaCPP reads a buffer of known size beyond the end of the text. */
    private static String text(BytePointer buffer) {
        String all = buffer.getString();
        return all.substring(0, all.indexOf('\0'));
    }

    /** Whether a stream is an attached picture, which has no timestamps. */
    static boolean isCover(AVStream stream) {
        return (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
    }

    /** Whether a container is one of these, by FFmpeg's names. */
    static boolean named(AVOutputFormat container, String... names) {
        return List.of(names).contains(container.name().getString());
    }

    /** Whether a container is MP4 or a relative of it, which have edit lists. */
    static boolean isMov(AVOutputFormat container) {
        return named(container, "mov", "mp4", "ipod");
    }

    /** A copy of a dictionary, which the struct that receives it frees. */
    static AVDictionary copied(AVDictionary from) {
        AVDictionary to = new AVDictionary(null);
        av_dict_copy(to, from, 0);
        return to;
    }
}
