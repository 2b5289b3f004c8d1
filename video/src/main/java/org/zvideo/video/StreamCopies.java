package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_OPUS;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_TS_NONSTRICT;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_ATTACHMENT;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_DICT_DONT_OVERWRITE;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;

/**
 * The source's other streams in the output (audio, subtitles, cover pictures, attachments): parameters, language,
 * disposition, and packets at their times.
 */
final class StreamCopies implements AutoCloseable {
    private static final long MILLISECONDS = 1000;
    private static final long FINEST_TIMESCALE = 1_000_000;

    private final VideoReader source;
    private final List<StreamSpan> spans;
    private final Map<Integer, AVStream> copies = new TreeMap<>();
    private final Map<Integer, AudioTranscoder> transcoders = new HashMap<>();
    private final Map<Integer, Long> lastDts = new HashMap<>();
    private final List<String> dropped = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();

    private final AVFormatContext output;
    private final boolean editLists;
    private final String name;
    private TimeShift shift;

    /** @param spans what the source has of each of its streams */
    StreamCopies(VideoReader source, List<StreamSpan> spans, AVFormatContext output, String name) {
        this.source = source;
        this.spans = spans;
        this.output = output;
        this.editLists = FfmpegCalls.isMov(output.oformat());
        this.name = name;
        this.shift = new TimeShift(
                spans.get(source.videoStream()).begin(), source.info().timeBase());
    }

    /** Adds a stream to the output for each one that is kept. */
    void addAll() {
        List<StreamPlan> plans = StreamPlan.of(source.demuxer(), output.oformat());
        for (int n = 0; n < plans.size(); n++) {
            AVStream from = source.format().streams(n);
            switch (plans.get(n).fate()) {
                case LEFT_OUT -> {}
                case LOST -> dropped.add(StreamPlan.named(from, plans.get(n).advice()));
                default -> {
                    String refusal = StreamPlan.timeless(from) || spans.get(n).any()
                            ? spans.get(n).refusal()
                            : "nothing of it is in the " + (source.clip().equals(Clip.WHOLE) ? "source" : "part");
                    if (refusal.isEmpty()) {
                        add(from, plans.get(n).fate());
                    } else {
                        dropped.add(StreamPlan.named(from, refusal));
                    }
                }
            }
        }
    }

    private void add(AVStream from, StreamPlan.Fate fate) {
        AudioTranscoder transcoder = null;
        if (fate == StreamPlan.Fate.RE_ENCODED) {
            try {
                transcoder = new AudioTranscoder(
                        name,
                        from,
                        output.oformat(),
                        decoder(from),
                        source.clip().fromSeconds() > 0);
            } catch (UnsuitableSoundException e) {
                dropped.add(StreamPlan.named(from, e.getMessage()));
                return;
            }
            transcoders.put(from.index(), transcoder);
            changed.add("stream " + from.index() + " ("
                    + avcodec_get_name(from.codecpar().codec_id()).getString() + ") is re-encoded as "
                    + transcoder.codec() + ", which this container can hold");
        }
        AVStream to = FfmpegCalls.notNull(
                avformat_new_stream(output, null), ErrorKind.IO, "output " + name + ": no memory for a stream");
        if (transcoder == null) {
            copyParameters(from, to);
        } else {
            transcoder.describe(to);
        }
        to.disposition(from.disposition());
        to.metadata(FfmpegCalls.copied(from.metadata()));
        if (to.codecpar().codec_type() == AVMEDIA_TYPE_ATTACHMENT
                && from.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO) {
            nameCover(to);
        }
        copies.put(from.index(), to);
        if (!StreamPlan.timeless(from)) {
            shift = shift.earlier(spans.get(from.index()).begin(), Rational.of(from.time_base()));
        }
    }

    private SoundDecoder decoder(AVStream from) throws UnsuitableSoundException {
        return new SoundDecoder(
                from,
                SoundDecoder.find(from, source.reading()).orElseThrow(),
                source.clip().fromSeconds() > 0,
                finding -> {
                    if (!source.reading().allowDamaged()) { // the scan has found none
                        throw new MediaException(
                                ErrorKind.BAD_INPUT,
                                "output " + name + ": " + finding + "; the source was changed on the way");
                    }
                });
    }

    private void copyParameters(AVStream from, AVStream to) {
        FfmpegCalls.check(CodecParameters.copy(from.codecpar(), to.codecpar()), ErrorKind.IO, "output " + name);
        if (from.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO && FfmpegCalls.named(output.oformat(), "matroska")) {
            attach(from.attached_pic(), to.codecpar());
        }
        to.time_base(from.time_base());
    }

    /** Matroska stores cover pictures as attached files. */
    private static void attach(AVPacket picture, AVCodecParameters to) {
        BytePointer data = new BytePointer(av_mallocz(picture.size() + AV_INPUT_BUFFER_PADDING_SIZE));
        Pointer.memcpy(data, picture.data(), picture.size());
        to.codec_type(AVMEDIA_TYPE_ATTACHMENT).extradata(data).extradata_size(picture.size());
    }

    /** Matroska needs a value that MP4 does not state. */
    private static void nameCover(AVStream cover) {
        boolean png = cover.codecpar().codec_id() == AV_CODEC_ID_PNG;
        AVDictionary metadata = cover.metadata() == null ? new AVDictionary(null) : cover.metadata();
        av_dict_set(metadata, "filename", png ? "cover.png" : "cover.jpg", AV_DICT_DONT_OVERWRITE);
        av_dict_set(metadata, "mimetype", png ? "image/png" : "image/jpeg", AV_DICT_DONT_OVERWRITE);
        cover.metadata(metadata);
    }

    /** The shift from the source's clock to the output's, known when all streams are added. */
    TimeShift shift() {
        return shift;
    }

    /** The units per second that MP4 needs to state exactly when late streams start; usually milliseconds. */
    OptionalLong movieTimescale() {
        long scale = MILLISECONDS;
        for (int n = 0; n < spans.size(); n++) {
            if (n == source.videoStream()
                    || copies.containsKey(n)
                            && !StreamPlan.timeless(source.format().streams(n))) {
                Rational unit = Rational.of(source.format().streams(n).time_base());
                BigInteger late = BigInteger.valueOf(spans.get(n).begin() - shift.in(unit.toFfmpeg()))
                        .multiply(BigInteger.valueOf(unit.numerator()));
                BigInteger whole = BigInteger.valueOf(unit.denominator());
                long needed = whole.divide(late.gcd(whole)).longValue();
                scale = scale
                        / BigInteger.valueOf(scale)
                                .gcd(BigInteger.valueOf(needed))
                                .longValue()
                        * needed;
                if (scale > FINEST_TIMESCALE) {
                    scale = FINEST_TIMESCALE;
                    break;
                }
            }
        }
        return editLists && scale > MILLISECONDS ? OptionalLong.of(scale) : OptionalLong.empty();
    }

    /** Streams of the source that are missing from the output. */
    List<String> dropped() {
        return List.copyOf(dropped);
    }

    /** Streams that are different in the output. */
    List<String> changed() {
        return List.copyOf(changed);
    }

    /** Passes on what a packet becomes in the output, or nothing if its stream is not in it. */
    void take(StreamPacket other, Consumer<AVPacket> next) {
        AVStream from = source.format().streams(other.stream());
        AVStream to = copies.get(other.stream());
        if (to == null || to.codecpar().codec_type() == AVMEDIA_TYPE_ATTACHMENT) {
            return;
        }
        AVPacket data = other.packet();
        AudioTranscoder transcoder = transcoders.get(other.stream());
        if (transcoder != null) {
            shift.apply(data, from.time_base());
            transcoder.push(data, next);
        } else if (heard(other.stream(), data)) {
            if (!FfmpegCalls.isCover(from)) { // which has no time
                shift.apply(data, from.time_base());
            }
            data.stream_index(to.index());
            data.pos(-1);
            av_packet_rescale_ts(data, from.time_base(), to.time_base());
            inOrder(other.stream(), data);
            next.accept(data);
        }
    }

    /**
     * Whether anything of a packet is heard. A sound may begin before it is heard: with the priming of its coder, with what an
     * edit list hides, in the middle of a packet where a part begins. MP4 hides what lies before 0 likewise, Matroska the
     * priming of Opus; elsewhere such packets are left out, and that in the middle of which the sound begins, begins with it.
     */
    private boolean heard(int stream, AVPacket data) {
        AVStream from = source.format().streams(stream);
        if (from.codecpar().codec_type() != AVMEDIA_TYPE_AUDIO
                || data.pts() == AV_NOPTS_VALUE
                || editLists && data.pts() < shift.in(from.time_base())) {
            return true;
        }
        long priming = from.codecpar().codec_id() == AV_CODEC_ID_OPUS
                ? av_rescale_q(
                        from.codecpar().initial_padding(),
                        new AVRational().num(1).den(Math.max(1, from.codecpar().sample_rate())),
                        from.time_base())
                : 0;
        long before = spans.get(stream).begin() - priming - data.pts();
        if (before > 1) { // less is rounding
            if (before >= data.duration()) {
                return false;
            }
            data.pts(data.pts() + before);
            data.dts(data.pts());
            data.duration(data.duration() - before);
        }
        return true;
    }

    /** Muxers refuse what goes back, which is rounding here: steps of the clock are closed when a packet is read. */
    private void inOrder(int stream, AVPacket data) {
        if (data.dts() == AV_NOPTS_VALUE) {
            return;
        }
        boolean strict = (output.oformat().flags() & AVFMT_TS_NONSTRICT) == 0
                && source.format().streams(stream).codecpar().codec_type() == AVMEDIA_TYPE_AUDIO;
        long least = lastDts.containsKey(stream) ? lastDts.get(stream) + (strict ? 1 : 0) : Long.MIN_VALUE;
        if (data.dts() < least) {
            data.dts(least);
            data.pts(data.pts() == AV_NOPTS_VALUE ? AV_NOPTS_VALUE : Math.max(data.pts(), least));
        }
        lastDts.put(stream, data.dts());
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
}
