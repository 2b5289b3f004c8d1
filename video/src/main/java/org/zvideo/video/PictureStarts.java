package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG1VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG2VIDEO;

import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Decides whether a packet can contain a picture at all. If the start of a picture is overwritten, FFmpeg's decoders of
 * MPEG-1 and MPEG-2 take its packet for one without a picture and do not report it.
 */
final class PictureStarts {
    private PictureStarts() {}

    /** Always true for codecs that do not mark the start of a picture. */
    static boolean in(AVPacket packet, int codec) {
        if (codec != AV_CODEC_ID_MPEG1VIDEO && codec != AV_CODEC_ID_MPEG2VIDEO) {
            return true;
        }
        byte[] bytes = new byte[packet.size()];
        packet.data().get(bytes);
        for (int at = 0; at + 3 < bytes.length; at++) {
            if (bytes[at] == 0 && bytes[at + 1] == 0 && bytes[at + 2] == 1 && bytes[at + 3] == 0) {
                return true;
            }
        }
        return false;
    }
}
