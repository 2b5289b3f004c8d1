package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_get_media_type_string;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;

/**
 * A stream of a file, as a table of streams shows it.
 *
 * @param index    in the file
 * @param kind     video, audio, subtitle, attachment, data or cover
 * @param codec    FFmpeg's name
 * @param detail   size and rate, or sample rate and layout
 * @param language ISO 639, or empty
 * @param title    or empty
 * @param standard whether players choose it by default
 */
public record StreamInfo(
        int index, String kind, String codec, String detail, String language, String title, boolean standard) {
    /** The streams of a file that zvideo can open. */
    public static List<StreamInfo> of(Path file, ReadOptions reading) {
        try (Demuxer demuxer = Demuxer.open(file, reading)) {
            return IntStream.range(0, demuxer.format().nb_streams())
                    .mapToObj(n -> of(demuxer.format().streams(n)))
                    .toList();
        }
    }

    private static StreamInfo of(AVStream stream) {
        AVCodecParameters codec = stream.codecpar();
        boolean cover = FfmpegCalls.isCover(stream);
        String kind = av_get_media_type_string(codec.codec_type()) == null
                ? "unknown"
                : av_get_media_type_string(codec.codec_type()).getString();
        return new StreamInfo(
                stream.index(),
                cover ? "cover" : kind,
                avcodec_get_name(codec.codec_id()).getString(),
                detail(stream, codec),
                tag(stream, "language"),
                tag(stream, "title"),
                (stream.disposition() & AV_DISPOSITION_DEFAULT) != 0);
    }

    private static String detail(AVStream stream, AVCodecParameters codec) {
        if (codec.codec_type() == AVMEDIA_TYPE_VIDEO) {
            Rational rate = new Rational(
                    stream.avg_frame_rate().num(), stream.avg_frame_rate().den());
            return codec.width() + "x" + codec.height() + (rate.known() ? ", " + rate + " frames/s" : "");
        }
        return codec.codec_type() == AVMEDIA_TYPE_AUDIO
                ? codec.sample_rate() + " Hz, " + FfmpegCalls.layout(codec.ch_layout())
                : "";
    }

    private static String tag(AVStream stream, String key) {
        AVDictionaryEntry entry = av_dict_get(stream.metadata(), key, null, 0);
        return entry == null ? "" : entry.value().getString();
    }
}
