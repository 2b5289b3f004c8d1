package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * Examines everything that is copied next to the pictures before the work: how much each stream has and when, whether
 * the container accepts what will be copied, and whether the audio that will be re-encoded can be decoded.
 */
final class StreamScan implements AutoCloseable {
    private final Demuxer demuxer;
    private final boolean cut;
    private final List<StreamSurvey> surveys = new ArrayList<>();
    private final Map<Integer, SoundDecoder> sounds = new HashMap<>();
    private final Map<Integer, MuxTrial> copies = new HashMap<>();

    /**
     * Prepares the scan.
     *
     * @param cut whether the part starts in the middle
     * @param container of the output
     * @param damaged receives what cannot be decoded
     */
    StreamScan(Demuxer demuxer, boolean cut, AVOutputFormat container, Consumer<String> damaged) {
        this.demuxer = demuxer;
        this.cut = cut;
        List<StreamPlan> plans = StreamPlan.of(demuxer, container);
        int tracks = 0;
        for (int n = 0; n < plans.size(); n++) {
            AVStream stream = demuxer.format().streams(n);
            surveys.add(new StreamSurvey(stream));
            tracks += stream.codecpar().codec_type() == AVMEDIA_TYPE_AUDIO ? 1 : 0;
            if (plans.get(n).fate() == StreamPlan.Fate.RE_ENCODED) {
                decode(stream, damaged);
            } else if (plans.get(n).fate() == StreamPlan.Fate.COPIED && !StreamPlan.timeless(stream)) {
                copies.put(n, new MuxTrial(container, stream));
            }
        }
        demuxer.reading().audioTracks().require(demuxer.toString(), tracks);
    }

    private void decode(AVStream stream, Consumer<String> damaged) {
        try {
            sounds.put(
                    stream.index(),
                    new SoundDecoder(
                            stream, SoundDecoder.find(stream, demuxer.reading()).orElseThrow(), cut, damaged));
        } catch (UnsuitableSoundException e) {
            return; // it will be reported as lost
        }
    }

    void take(StreamPacket other) {
        surveys.get(other.stream()).take(other.packet());
        if (Protection.of(other.packet())) {
            return;
        }
        SoundDecoder sound = sounds.get(other.stream());
        if (sound != null) {
            sound.push(other.packet(), samples -> {});
        }
        MuxTrial copy = copies.get(other.stream());
        if (copy != null) {
            copy.take(other.packet());
        }
    }

    /**
     * The span of every stream of the source.
     *
     * @param pictures time of the first picture and number of pictures
     */
    List<StreamSpan> spans(StreamSpan pictures) {
        sounds.values().forEach(sound -> sound.push(null, samples -> {}));
        List<StreamSpan> spans = new ArrayList<>();
        AVStream video = demuxer.video();
        for (int n = 0; n < surveys.size(); n++) {
            long from = cut
                    ? av_rescale_q(
                            pictures.begin(),
                            video.time_base(),
                            demuxer.format().streams(n).time_base())
                    : AV_NOPTS_VALUE;
            String refusal = copies.containsKey(n) ? copies.get(n).finish() : "";
            spans.add(n == video.index() ? pictures : surveys.get(n).span(from, refusal));
        }
        return spans;
    }

    @Override
    public void close() {
        sounds.values().forEach(SoundDecoder::close);
        sounds.clear();
        copies.values().forEach(MuxTrial::close);
        copies.clear();
    }
}
