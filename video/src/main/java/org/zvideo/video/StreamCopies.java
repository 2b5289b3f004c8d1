package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_FLAC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_NONE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_OPUS;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_TRUEHD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_query_codec;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_ATTACHMENT;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHANNEL_ORDER_UNSPEC;
import static org.bytedeco.ffmpeg.global.avutil.AV_DICT_DONT_OVERWRITE;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_get_media_type_string;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVChapter;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.zvideo.video.error.MediaException;

/**
 * The source's other streams in the output (sound, subtitles, cover pictures, attached files): parameters, language,
 * disposition, packets at their times; and its chapters.
 */
final class StreamCopies implements AutoCloseable {
    private final VideoReader source;
    private final Map<Integer, AVStream> copies = new HashMap<>();
    private final Map<Integer, AudioTranscoder> transcoders = new HashMap<>();
    private final List<String> dropped = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();

    private final AVFormatContext output;
    private final boolean editLists;
    private final String name;

    StreamCopies(VideoReader source, AVFormatContext output, String name) {
        this.source = source;
        this.output = output;
        this.editLists = FfmpegCalls.named(output.oformat(), "mov", "mp4");
        this.name = name;
    }

    /** Adds a stream to the output for each that is kept. */
    void addAll() {
        for (int n = 0; n < source.format().nb_streams(); n++) {
            if (n != source.videoStream()) {
                add(n, source.format().streams(n));
            }
        }
        copyChapters();
    }

    private void add(int index, AVStream from) {
        int type = from.codecpar().codec_type();
        String codec = avcodec_get_name(from.codecpar().codec_id()).getString();
        boolean fits = fits(from, output.oformat());
        boolean transcoded = type == AVMEDIA_TYPE_AUDIO && !fits && holdsSound(output.oformat());
        if (!fits && !transcoded) {
            dropped.add("stream " + index + " (" + kind(type) + codec + ")");
            return;
        }
        AVStream to = FfmpegCalls.notNull(avformat_new_stream(output, null), MediaException.Problem.IO,
                "output " + name + ": no memory for a stream");
        if (transcoded) {
            AudioTranscoder transcoder = new AudioTranscoder(name, from, to, output);
            transcoders.put(index, transcoder);
            changed.add("stream " + index + " (" + codec + ") is re-encoded as " + transcoder.codec()
                    + ", which this container can hold");
        } else {
            copyParameters(from, to, output.oformat(), name);
        }
        to.disposition(from.disposition());
        to.metadata(metadata(from.metadata()));
        if (to.codecpar().codec_type() == AVMEDIA_TYPE_ATTACHMENT && type == AVMEDIA_TYPE_VIDEO) {
            nameCover(to);
        }
        copies.put(index, to);
    }

    private static void copyParameters(AVStream from, AVStream to, AVOutputFormat container, String name) {
        FfmpegCalls.check(avcodec_parameters_copy(to.codecpar(), from.codecpar()), MediaException.Problem.IO,
                "output " + name);
        to.codecpar().codec_tag(0);
        if (to.codecpar().ch_layout().order() == AV_CHANNEL_ORDER_UNSPEC && to.codecpar().ch_layout().nb_channels() > 0) {
            av_channel_layout_default(to.codecpar().ch_layout(), to.codecpar().ch_layout().nb_channels());
        }
        if (from.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO && matroska(container)) {
            attach(from.attached_pic(), to.codecpar());
        }
        to.time_base(from.time_base());
    }

    private static boolean fits(AVStream from, AVOutputFormat container) {
        boolean cover = FfmpegCalls.isCover(from);
        int codec = from.codecpar().codec_id();
        boolean mov = FfmpegCalls.named(container, "mov");
        boolean refusedLater = mov && (codec == AV_CODEC_ID_OPUS || codec == AV_CODEC_ID_FLAC || cover)
                || FfmpegCalls.named(container, "mov", "mp4") && codec == AV_CODEC_ID_TRUEHD;
        boolean known = avformat_query_codec(container, codec, 0) == 1 && !refusedLater;
        boolean matroska = matroska(container);
        return switch (from.codecpar().codec_type()) {
            case AVMEDIA_TYPE_AUDIO, AVMEDIA_TYPE_SUBTITLE -> known;
            case AVMEDIA_TYPE_ATTACHMENT -> matroska; // which holds any file
            case AVMEDIA_TYPE_VIDEO -> cover && (known || matroska);
            default -> false; // timecodes and telemetry are tied to the tracks of their own file
        };
    }

    private static boolean matroska(AVOutputFormat container) {
        return FfmpegCalls.named(container, "matroska");
    }

    /** Matroska has cover pictures as attached files. */
    private static void attach(AVPacket picture, AVCodecParameters to) {
        BytePointer data = new BytePointer(av_mallocz(picture.size() + AV_INPUT_BUFFER_PADDING_SIZE));
        Pointer.memcpy(data, picture.data(), picture.size());
        to.codec_type(AVMEDIA_TYPE_ATTACHMENT).extradata(data).extradata_size(picture.size());
    }

    /** Matroska wants what MP4 does not say. */
    private static void nameCover(AVStream cover) {
        boolean png = cover.codecpar().codec_id() == AV_CODEC_ID_PNG;
        AVDictionary metadata = cover.metadata() == null ? new AVDictionary(null) : cover.metadata();
        av_dict_set(metadata, "filename", png ? "cover.png" : "cover.jpg", AV_DICT_DONT_OVERWRITE);
        av_dict_set(metadata, "mimetype", png ? "image/png" : "image/jpeg", AV_DICT_DONT_OVERWRITE);
        cover.metadata(metadata);
    }

    private static boolean holdsSound(AVOutputFormat container) {
        return container.audio_codec() != AV_CODEC_ID_NONE;
    }

    private static String kind(int type) {
        BytePointer words = av_get_media_type_string(type);
        return words == null ? "" : words.getString() + ", ";
    }

    /** The source's chapters, at their times in the output. */
    private void copyChapters() {
        AVFormatContext from = source.format();
        int count = from.nb_chapters();
        if (count == 0) {
            return;
        }
        if (source.partial()) {
            dropped.add(count + " chapters, as only a part is taken: they");
            return;
        }
        // FFmpeg frees them with the context, so they are its own memory.
        PointerPointer<AVChapter> chapters = new PointerPointer<>(av_malloc((long) count * Long.BYTES));
        for (int n = 0; n < count; n++) {
            AVChapter chapter = from.chapters(n);
            AVChapter copy = new AVChapter(av_mallocz(new AVChapter().sizeof()));
            copy.id(chapter.id()).start(chapter.start()).end(chapter.end());
            copy.time_base().num(chapter.time_base().num()).den(chapter.time_base().den());
            copy.metadata(metadata(chapter.metadata()));
            chapters.put(n, copy);
        }
        output.chapters(chapters);
        output.nb_chapters(count);
    }

    /** A dictionary of its own; the struct that it is put into frees it. */
    static AVDictionary metadata(AVDictionary from) {
        AVDictionary to = new AVDictionary(null);
        av_dict_copy(to, from, 0);
        return to;
    }

    /** Streams of the source that are not in the output. */
    List<String> dropped() {
        return List.copyOf(dropped);
    }

    /** Streams that are in the output otherwise than in the source. */
    List<String> changed() {
        return List.copyOf(changed);
    }

    /** Hands on what a packet is in the output; nothing if its stream is not there. */
    void take(StreamPacket other, Consumer<AVPacket> next) {
        AudioTranscoder transcoder = transcoders.get(other.stream());
        if (transcoder != null) {
            shift(other);
            transcoder.push(other.packet(), next);
        } else if (retarget(other)) {
            next.accept(other.packet());
        }
    }

    /** Hands on what re-encoded streams still hold. */
    void finish(Consumer<AVPacket> next) {
        transcoders.values().forEach(transcoder -> transcoder.push(null, next));
    }

    @Override
    public void close() {
        transcoders.values().forEach(AudioTranscoder::close);
        transcoders.clear();
    }

    /** Readies a packet for the output; false if its stream is not copied. */
    private boolean retarget(StreamPacket other) {
        AVStream to = copies.get(other.stream());
        if (to == null || to.codecpar().codec_type() == AVMEDIA_TYPE_ATTACHMENT) {
            return false;
        }
        AVPacket data = other.packet();
        if (hidden(other, to)) {
            return false;
        }
        shift(other);
        data.stream_index(to.index());
        data.pos(-1);
        av_packet_rescale_ts(data, source.format().streams(other.stream()).time_base(), to.time_base());
        return true;
    }

    /** What an edit list hides would be heard where there are none; the one packet before the first warms decoders up. */
    private boolean hidden(StreamPacket other, AVStream to) {
        AVPacket data = other.packet();
        return (data.flags() & AV_PKT_FLAG_DISCARD) != 0 && to.codecpar().codec_type() == AVMEDIA_TYPE_AUDIO
                && !editLists && data.pts() < -data.duration();
    }

    /** From the source's time to the output's, in the source's units. */
    private void shift(StreamPacket other) {
        AVPacket data = other.packet();
        AVStream from = source.format().streams(other.stream());
        if (FfmpegCalls.isCover(from)) {
            return; // a cover has no time
        }
        long shift = av_rescale_q(source.shift(), source.info().timeBase().toFfmpeg(), from.time_base());
        data.pts(data.pts() == AV_NOPTS_VALUE ? AV_NOPTS_VALUE : data.pts() - shift);
        data.dts(data.dts() == AV_NOPTS_VALUE ? AV_NOPTS_VALUE : data.dts() - shift);
    }
}
