package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avformat.AVPROBE_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.AVPROBE_SCORE_RETRY;
import static org.bytedeco.ffmpeg.global.avformat.av_probe_input_format2;

import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVProbeData;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/** Tells by the first bytes of a stream whether FFmpeg knows a container that begins so. */
public final class ContainerProbe {
    private ContainerProbe() {}

    /** @param start of the stream; a few kilobytes are enough */
    public static boolean recognizes(byte[] start) {
        if (start.length == 0) {
            return false;
        }
        try (BytePointer padded = new BytePointer((long) start.length + AVPROBE_PADDING_SIZE);
                BytePointer name = new BytePointer("");
                IntPointer score = new IntPointer(1L);
                AVProbeData data = new AVProbeData()) {
            padded.zero();
            padded.put(start, 0, start.length);
            score.put(AVPROBE_SCORE_RETRY); // FFmpeg reads on below it: a guess
            data.filename(name).buf(padded).buf_size(start.length);
            AVInputFormat format = av_probe_input_format2(data, 1, score);
            return format != null && !format.isNull();
        }
    }
}
