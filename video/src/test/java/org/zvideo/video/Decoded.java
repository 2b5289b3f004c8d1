package org.zvideo.video;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.ShortPointer;

/**
 * What a player meets in a file, read by FFmpeg's own functions without any of the program's: pictures and sound as they are
 * decoded, cues as they are stored. The oracle of what becomes of the streams of a file and of their times.
 *
 * @param tracks in the file's order
 */
record Decoded(List<Track> tracks) {
    /**
     * A stream.
     *
     * @param kind    video, audio, subtitle, data or attachment; cover for an attached picture
     * @param codec   FFmpeg's name
     * @param begin   of the first frame or cue, in seconds
     * @param end     of the last one
     * @param count   of frames, cues, or samples of sound
     * @param tone    of a sound, in hertz, by its zero crossings
     * @param times   of every picture or cue
     * @param unit    of the times, in seconds
     */
    record Track(
            String kind,
            String codec,
            double begin,
            double end,
            long count,
            double tone,
            List<Double> times,
            double unit) {}

    /** The tracks of one kind. */
    List<Track> all(String kind) {
        return tracks.stream().filter(track -> track.kind.equals(kind)).toList();
    }

    Track one(String kind) {
        assertTrue(all(kind).size() == 1, kind + " in " + tracks);
        return all(kind).get(0);
    }

    static Decoded of(Path file) {
        AVFormatContext format = new AVFormatContext(null);
        check(avformat.avformat_open_input(format, "file:" + file, null, null));
        check(avformat.avformat_find_stream_info(format, (PointerPointer<?>) null));
        List<Reader> readers = IntStream.range(0, format.nb_streams())
                .mapToObj(n -> new Reader(format.streams(n)))
                .toList();
        AVPacket packet = avcodec.av_packet_alloc();
        while (avformat.av_read_frame(format, packet) >= 0) {
            if (packet.stream_index() < readers.size()) {
                readers.get(packet.stream_index()).take(packet);
            }
            avcodec.av_packet_unref(packet);
        }
        avcodec.av_packet_free(packet);
        List<Track> tracks = readers.stream().map(Reader::finish).toList();
        avformat.avformat_close_input(format);
        return new Decoded(tracks);
    }

    private static void check(int code) {
        assertTrue(code >= 0, "code " + code);
    }

    /** Of one stream. */
    private static final class Reader {
        private final AVStream stream;
        private final String kind;
        private final double unit;
        private final List<Double> times = new ArrayList<>();
        private double end = Double.NEGATIVE_INFINITY;
        private final List<Double> samples = new ArrayList<>();
        private AVCodecContext decoder;
        private final AVFrame frame = avutil.av_frame_alloc();

        private Reader(AVStream stream) {
            this.stream = stream;
            this.unit = stream.time_base().num() / (double) stream.time_base().den();
            BytePointer name = avutil.av_get_media_type_string(stream.codecpar().codec_type());
            this.kind = (stream.disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) != 0
                    ? "cover"
                    : name == null ? "unknown" : name.getString();
            if (kind.equals("video") || kind.equals("audio")) {
                decoder = avcodec.avcodec_alloc_context3(
                        avcodec.avcodec_find_decoder(stream.codecpar().codec_id()));
                check(avcodec.avcodec_parameters_to_context(decoder, stream.codecpar()));
                decoder.pkt_timebase(stream.time_base());
                check(avcodec.avcodec_open2(decoder, decoder.codec(), (PointerPointer<?>) null));
            }
        }

        private void take(AVPacket packet) {
            if (decoder != null) {
                avcodec.avcodec_send_packet(decoder, packet);
                receive();
            } else if (packet.pts() != avutil.AV_NOPTS_VALUE) {
                add(packet.pts() * unit, packet.duration() * unit);
            }
        }

        private void add(double time, double duration) {
            times.add(time);
            end = Math.max(end, time + duration);
        }

        private void receive() {
            while (avcodec.avcodec_receive_frame(decoder, frame) >= 0) {
                boolean sound = kind.equals("audio");
                add(
                        frame.best_effort_timestamp() * unit,
                        sound ? frame.nb_samples() / (double) frame.sample_rate() : frame.duration() * unit);
                if (sound) {
                    listen();
                }
                avutil.av_frame_unref(frame);
            }
        }

        private void listen() {
            int channels = avutil.av_sample_fmt_is_planar(frame.format()) != 0
                    ? 1
                    : frame.ch_layout().nb_channels();
            int format = avutil.av_get_packed_sample_fmt(frame.format());
            for (int n = 0; n < frame.nb_samples(); n++) {
                double value = format == avutil.AV_SAMPLE_FMT_FLT
                        ? new FloatPointer(frame.extended_data(0)).get((long) n * channels)
                        : format == avutil.AV_SAMPLE_FMT_S16
                                ? new ShortPointer(frame.extended_data(0)).get((long) n * channels)
                                : format == avutil.AV_SAMPLE_FMT_U8
                                        ? (frame.extended_data(0).get((long) n * channels) & 0xff) - 128
                                        : 0;
                samples.add(value);
            }
        }

        private Track finish() {
            if (decoder != null) {
                avcodec.avcodec_send_packet(decoder, null);
                receive();
                avcodec.avcodec_free_context(decoder);
            }
            avutil.av_frame_free(frame);
            return new Track(
                    kind,
                    avcodec.avcodec_get_name(stream.codecpar().codec_id()).getString(),
                    times.stream().mapToDouble(time -> time).min().orElse(Double.NaN),
                    end,
                    kind.equals("audio") ? samples.size() : times.size(),
                    tone(stream.codecpar().sample_rate()),
                    times,
                    unit);
        }

        /** By its rising crossings of zero, noise left aside. */
        private double tone(double rate) {
            double loud = 0.2 * samples.stream().mapToDouble(Math::abs).max().orElse(0);
            long rising = 0;
            long first = 0;
            long last = 0;
            boolean below = false;
            for (int n = 0; n < samples.size(); n++) {
                below |= samples.get(n) < -loud;
                if (below && samples.get(n) > loud) {
                    below = false;
                    rising++;
                    first = rising == 1 ? n : first;
                    last = n;
                }
            }
            return rising < 2 ? 0 : (rising - 1) * rate / (last - first);
        }
    }
}
