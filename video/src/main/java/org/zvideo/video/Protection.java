package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_ENCRYPTION_INFO;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.zvideo.video.container.Scrambling;

/** Tells the encrypted streams of a file, whose packets look like damage to a decoder, or sound like noise. */
final class Protection {
    /** What a stream is that is left out for it. */
    static final String WHY = "it is encrypted";
    /** A file in which nothing is encrypted as a whole. */
    static final Protection NONE = new Protection(false, Set.of());

    /** MP4's names for every encrypted video and every encrypted sound (ISO/IEC 14496-12), and those of Apple's shop. */
    private static final Set<Integer> NAMES = Set.of(name("encv"), name("enca"), name("drmi"), name("drms"));
    /** Where FFmpeg keeps the key's number of an encrypted track of Matroska or WebM. */
    private static final String KEY = "enc_key_id";

    private final boolean all;
    private final Set<Integer> streams;

    private Protection(boolean all, Set<Integer> streams) {
        this.all = all;
        this.streams = streams;
    }

    private static int name(String letters) {
        return letters.charAt(0) | letters.charAt(1) << 8 | letters.charAt(2) << 16 | letters.charAt(3) << 24;
    }

    /** That of an open file; ASF states it for all of its streams, in one of two objects of its header. */
    static Protection of(AVFormatContext format, Path file) throws IOException {
        String name = format.iformat().name().getString();
        boolean asf = name.equals("asf")
                && (has(format.metadata(), "ASF_Protection_Type") || has(format.metadata(), "encryption"));
        return new Protection(asf, Scrambling.of(file, name));
    }

    private static boolean has(AVDictionary metadata, String key) {
        AVDictionaryEntry entry = av_dict_get(metadata, key, null, 0);
        return entry != null && !entry.isNull();
    }

    /** Whether a packet is still encrypted, as FFmpeg says of MP4 once it has undone the names. */
    static boolean of(AVPacket packet) {
        BytePointer data = av_packet_get_side_data(packet, AV_PKT_DATA_ENCRYPTION_INFO, (SizeTPointer) null);
        return data != null && !data.isNull();
    }

    /** Whether a stream is encrypted, as far as its file says so before its packets. */
    boolean covers(AVStream stream) {
        return all
                || streams.contains(stream.id())
                || NAMES.contains(stream.codecpar().codec_tag())
                || has(stream.metadata(), KEY);
    }
}
