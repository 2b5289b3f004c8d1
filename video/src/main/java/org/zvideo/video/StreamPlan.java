package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_BIN_DATA;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_NONE;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.avformat_query_codec;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_ATTACHMENT;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_DATA;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_get_media_type_string;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacpp.BytePointer;

/**
 * The plan for a stream other than the pictures. The pictures are the job. A stream that the container can hold is
 * copied, audio that it cannot hold is re-encoded, and everything else is lost and reported, with what would keep it.
 *
 * @param fate what becomes of the stream
 * @param advice how it could be kept if it is lost and there is a way; otherwise empty
 */
record StreamPlan(Fate fate, String advice) {
    private static final int TIME_CODE = 't' | 'm' << 8 | 'c' << 16 | 'd' << 24;
    private static final List<String> FILES = List.of(".mkv", ".mp4", ".mov");

    /** What can become of a stream. */
    enum Fate {
        /** Its packets are copied unchanged. */
        COPIED,
        /** It is re-encoded. */
        RE_ENCODED,
        /** It is missing from the output, which is reported. */
        LOST,
        /** It is not wanted: the pictures themselves, and tracks that the user did not choose. */
        LEFT_OUT
    }

    /**
     * Plans for all streams of a source, in its order.
     *
     * @param container null for numbered pictures, which hold nothing else
     */
    static List<StreamPlan> of(Demuxer demuxer, AVOutputFormat container) {
        AVFormatContext source = demuxer.format();
        int pictures = demuxer.video().index();
        List<StreamPlan> plans = new ArrayList<>();
        int sounds = 0;
        for (int n = 0; n < source.nb_streams(); n++) {
            AVStream stream = source.streams(n);
            boolean sound = stream.codecpar().codec_type() == AVMEDIA_TYPE_AUDIO;
            boolean unwanted = n == pictures
                    || restated(source, stream, container)
                    || sound && !demuxer.reading().audioTracks().keep(sounds);
            sounds += sound ? 1 : 0;
            plans.add(
                    unwanted
                            ? new StreamPlan(Fate.LEFT_OUT, "")
                            : container == null ? new StreamPlan(Fate.LOST, "") : of(demuxer, stream, container));
        }
        return plans;
    }

    /** Whether MOV uses a stream for what the output states in another way: chapters, and a time code as a tag. */
    private static boolean restated(AVFormatContext source, AVStream stream, AVOutputFormat container) {
        if (container == null || stream.codecpar().codec_type() != AVMEDIA_TYPE_DATA) {
            return false;
        }
        boolean chapters = stream.codecpar().codec_id() == AV_CODEC_ID_BIN_DATA
                && stream.discard() == AVDISCARD_ALL
                && source.nb_chapters() > 0;
        boolean timecode = stream.codecpar().codec_tag() == TIME_CODE
                && (FfmpegCalls.isMov(container) || FfmpegCalls.named(container, "matroska"));
        return chapters || timecode;
    }

    private static StreamPlan of(Demuxer demuxer, AVStream stream, AVOutputFormat container) {
        ReadOptions reading = demuxer.reading();
        if (demuxer.encrypts(stream)) {
            return new StreamPlan(Fate.LOST, Protection.WHY);
        }
        if (holds(container, stream)) {
            return new StreamPlan(Fate.COPIED, "");
        }
        boolean sound =
                stream.codecpar().codec_type() == AVMEDIA_TYPE_AUDIO && container.audio_codec() != AV_CODEC_ID_NONE;
        if (sound && SoundDecoder.find(stream, reading).isPresent()) {
            return new StreamPlan(Fate.RE_ENCODED, "");
        }
        AVCodec decoder = sound ? avcodec_find_decoder(stream.codecpar().codec_id()) : null;
        return new StreamPlan(
                Fate.LOST,
                Stream.concat(
                                FILES.stream()
                                        .filter(ending -> holds(OutputContainer.of(ending), stream))
                                        .limit(1)
                                        .map(ending -> "a file " + ending + " holds it"),
                                Stream.ofNullable(decoder)
                                        .map(AVCodec::name)
                                        .map(BytePointer::getString)
                                        .map(name -> "allow the decoder " + name + " to have it re-encoded"))
                        .collect(Collectors.joining(", or ")));
    }

    /**
     * Whether a container accepts a stream unchanged. What it states about itself is not enough, so a header is tried.
     */
    private static boolean holds(AVOutputFormat container, AVStream stream) {
        boolean cover = FfmpegCalls.isCover(stream);
        int codec = stream.codecpar().codec_id();
        boolean matroska = FfmpegCalls.named(container, "matroska");
        return switch (stream.codecpar().codec_type()) {
            case AVMEDIA_TYPE_AUDIO, AVMEDIA_TYPE_SUBTITLE ->
                avformat_query_codec(container, codec, 0) == 1 && takes(container, stream);
            case AVMEDIA_TYPE_ATTACHMENT -> matroska; // which holds any file
            case AVMEDIA_TYPE_VIDEO ->
                cover
                        && (matroska
                                || !FfmpegCalls.named(container, "mov")
                                        && avformat_query_codec(container, codec, 0) == 1);
            default -> false; // time codes and telemetry refer to the tracks of their own file
        };
    }

    private static boolean takes(AVOutputFormat container, AVStream stream) {
        try (MuxTrial trial = new MuxTrial(container, stream)) {
            return trial.accepted();
        }
    }

    /** Whether a stream exists at all times: a cover or an attached file. */
    static boolean timeless(AVStream stream) {
        return FfmpegCalls.isCover(stream) || stream.codecpar().codec_type() == AVMEDIA_TYPE_ATTACHMENT;
    }

    /** Describes a stream in words. */
    static String named(AVStream stream, String remark) {
        BytePointer kind = av_get_media_type_string(stream.codecpar().codec_type());
        return "stream " + stream.index() + " (" + (kind == null ? "" : kind.getString() + ", ")
                + avcodec_get_name(stream.codecpar().codec_id()).getString() + (remark.isEmpty() ? "" : "; " + remark)
                + ")";
    }
}
