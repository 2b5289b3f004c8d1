package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_TIMECODE_STR_SIZE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_timecode_init_from_string;
import static org.bytedeco.ffmpeg.global.avutil.av_timecode_make_string;

import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVTimecode;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The time code of a film's first frame (SMPTE ST 12-1), which files keep as a tag. That of a part is the one of its own
 * first frame.
 */
final class TimeCode {
    private static final String KEY = "timecode";

    private TimeCode() {}

    /**
     * Moves the time code in a dictionary, if there is one that counts frames of this rate.
     *
     * @param frames from the film's first to the part's first
     */
    static void move(AVDictionary metadata, Rational rate, long frames) {
        AVDictionaryEntry entry = av_dict_get(metadata, KEY, null, 0);
        if (frames == 0 || entry == null || entry.isNull()) {
            return;
        }
        try (AVTimecode code = new AVTimecode();
                BytePointer text = new BytePointer((long) AV_TIMECODE_STR_SIZE)) {
            int read = av_timecode_init_from_string(
                    code, rate.toFfmpeg(), entry.value().getString(), (Pointer) null);
            av_dict_set(
                    metadata,
                    KEY,
                    read < 0
                            ? null
                            : av_timecode_make_string(code, text, (int) frames).getString(),
                    0);
        }
    }
}
