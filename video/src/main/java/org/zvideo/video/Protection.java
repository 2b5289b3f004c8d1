package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_ENCRYPTION_INFO;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;

/** Tells encrypted streams, whose packets look like damage to a decoder. */
final class Protection {
    /** MP4's names for every encrypted video and every encrypted sound (ISO/IEC 14496-12). */
    private static final int VIDEO = 'e' | 'n' << 8 | 'c' << 16 | 'v' << 24;

    private static final int SOUND = 'e' | 'n' << 8 | 'c' << 16 | 'a' << 24;
    /** Where FFmpeg keeps the key's number of an encrypted track of Matroska or WebM. */
    private static final String KEY = "enc_key_id";

    private Protection() {}

    /** Whether a packet is still encrypted, as FFmpeg says of MP4 once it has undone the names. */
    static boolean of(AVPacket packet) {
        BytePointer data = av_packet_get_side_data(packet, AV_PKT_DATA_ENCRYPTION_INFO, (SizeTPointer) null);
        return data != null && !data.isNull();
    }

    static boolean of(AVStream stream) {
        int tag = stream.codecpar().codec_tag();
        AVDictionaryEntry key = av_dict_get(stream.metadata(), KEY, null, 0);
        return tag == VIDEO || tag == SOUND || key != null && !key.isNull();
    }
}
